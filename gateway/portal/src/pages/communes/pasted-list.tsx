import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useAnswer } from '../../hub/ask.js';
import { type Progress, progressFields } from '../../hub/progress.js';
import { useSession } from '../../hub/session.js';
import { day, lastDayOf } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Figure, Interval, Status } from '../../parts/figure.js';
import { Link } from '../../parts/link.js';
import { GoalOptions } from '../../parts/options.js';
import { DataOf } from '../../parts/source-line.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import type { ListedCommune } from './found.js';
import { type PastedLine, pastedLines } from './pasted.js';
import { words } from './words.js';

/** A goal that the list can show. */
export interface ListedGoal {
  readonly code: string;
  readonly title: string;
}

/** A form for a column of an own workbook, and its communes with a goal's figures, in the same order. */
export function PastedList({ communes, goals }: { communes: readonly ListedCommune[]; goals: readonly ListedGoal[] }) {
  const { say } = useWords(words);
  const { person } = useSession();
  const [text, setText] = useState('');
  const [goal, setGoal] = useState('');
  const lines = useMemo(() => pastedLines(communes, text), [communes, text]);
  return (
    <details class="pasted-list no-print">
      <summary>{say('pasteList')}</summary>
      <p>{say(person ? 'pasteIntro' : 'pasteIntroPublic')}</p>
      <div class="filters">
        <label>
          {say('pasteHere')}
          <textarea
            rows={6}
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
            }}
          />
        </label>
        {person && (
          <label>
            {say('figuresOf')}
            <select
              value={goal}
              onChange={({ currentTarget }) => {
                setGoal(currentTarget.value);
              }}
            >
              <option value="">{say('noFigures')}</option>
              <GoalOptions of={goals} />
            </select>
          </label>
        )}
      </div>
      {lines.length > 0 &&
        (goal === '' ? <Lines lines={lines} /> : <WithFigures key={goal} lines={lines} goal={goal} />)}
    </details>
  );
}

interface Figures {
  readonly goal: {
    readonly progressByCommune: {
      readonly edges: readonly { readonly node: Progress & { readonly communeCode: string } }[];
    } | null;
  } | null;
}

const query = `query FiguresOfList($goal: ID!) {
  goal(code: $goal) { progressByCommune(first: 200) { edges { node { communeCode ${progressFields} } } } }
}`;

type Line = PastedLine<ListedCommune>;

function WithFigures({ lines, goal }: { lines: readonly Line[]; goal: string }) {
  const { say, language } = useWords(words);
  const answer = useAnswer<Figures>(query, { goal });
  const nodes =
    answer.is === 'answered' ? answer.data.goal?.progressByCommune?.edges.map(({ node }) => node) : undefined;
  const [first] = nodes ?? [];
  if (!nodes || !first) return <Waiting answer={answer} />;
  const figures = new Map(nodes.map((node) => [node.communeCode, node]));
  return (
    <DataOf value={{ periods: [first.period], demonstration: nodes.some(({ demonstration }) => demonstration) }}>
      <p>
        {say('untilDay')} {day(lastDayOf(first.period), language)}.
      </p>
      <Lines lines={lines} figures={{ goal, figures }} />
    </DataOf>
  );
}

interface FiguresShown {
  readonly goal: string;
  readonly figures: ReadonlyMap<string, Progress>;
}

function Lines({ lines, figures }: { lines: readonly Line[]; figures?: FiguresShown }) {
  const { say, mean } = useWords(words);
  const unmatched = lines.filter(({ communes }) => communes.length !== 1).length;
  const figureColumns = ({ goal, figures: of }: FiguresShown): readonly Column<Line>[] => {
    const shown = (
      show: (figure: Progress, asked: { goal: string; commune: string; label: string }) => ComponentChildren,
    ) =>
      ofOne(({ code, name }) => {
        const figure = of.get(code);
        return figure && show(figure, { goal, commune: code, label: name });
      });
    return [
      {
        head: say('ratio'),
        isNumber: true,
        cell: shown((figure, asked) => <Figure of={figure} {...asked} what="ratio" />),
      },
      { head: say('people'), isNumber: true, cell: shown((figure, asked) => <Interval of={figure} {...asked} />) },
      {
        head: say('gapPeople'),
        isNumber: true,
        cell: shown((figure, asked) => <Figure of={figure} {...asked} what="gap" />),
      },
      { head: say('state'), cell: shown(({ status, likely }) => <Status value={status} likely={likely} />) },
    ];
  };
  const columns: readonly Column<Line>[] = [
    { head: say('pastedLine'), isHead: true, cell: ({ text }) => text.replaceAll('\t', ' · ') },
    { head: say('code'), cell: ofOne(({ code }) => code) },
    {
      head: say('commune'),
      cell: ({ communes }) =>
        communes.length === 1 ? (
          communes.map(({ code, name }) => (
            <Link key={code} to={`/communes/${code}`}>
              {name}
            </Link>
          ))
        ) : (
          <strong>
            {communes.length === 0
              ? say('notMatched')
              : `${say('severalMatch')}: ${communes.map(({ code, name }) => `${name} (${code})`).join(', ')}`}
          </strong>
        ),
    },
    { head: say('type'), cell: ofOne(({ type }) => mean(type)) },
    { head: say('area'), cell: ofOne(({ area }) => mean(area)) },
    ...(figures ? figureColumns(figures) : []),
  ];
  return (
    <>
      <p role="status">
        {lines.length - unmatched} / {lines.length} {say('matched')}
      </p>
      <Table caption={say('pastedCaption')} columns={columns} rows={lines} keyOf={(_, index) => index} />
    </>
  );
}

/** A cell that shows the commune of a matched line, and is empty in other lines. */
function ofOne(show: (commune: ListedCommune) => ComponentChildren): Column<Line>['cell'] {
  return ({ communes: [commune, other] }) => (commune && !other ? show(commune) : '');
}
