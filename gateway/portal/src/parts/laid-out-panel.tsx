import type { ComponentChildren } from 'preact';
import type { Panel as Layout, PanelFact, PanelList } from '@hub/protocol';
import { ask, useAnswer } from '../hub/ask.js';
import { graphLanguage } from '../language/language.js';
import { day } from '../language/numbers.js';
import { useWords, type Words } from '../language/words.js';
import { Downloads } from './downloads.js';
import { type Filling, Joined, LaidOut, useLaidOutColumns, valueAt } from './laid-out.js';
import { Link } from './link.js';
import { type Page, PagedTable } from './paged-table.js';
import { Panel } from './panel.js';
import { Table } from './table.js';

type Answered = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;
type Variables = Readonly<Record<string, string>>;

/** The release of an organisation in the page's figures. */
export interface CountedRelease {
  readonly number: number;
  readonly through: string | null;
}

const panelWords = {
  live: {
    vi: 'Hồ sơ lúc trang này hỏi; các mục tiêu ở trên tính theo đợt công bố',
    en: 'Records as of now; the goals above rest on release',
  },
  through: { vi: 'đủ đến hết', en: 'complete through' },
} as const satisfies Words;

/**
 * An organisation's records on a page, in the form of its layout or, without one, of the schema's descriptions.
 * @param props.counted the release in figures of the same page; the panel's data may be newer.
 */
export function LaidOutPanel(props: {
  layout: Layout;
  variables: Variables;
  linked: boolean;
  counted?: CountedRelease | undefined;
}) {
  const { layout, variables, linked, counted } = props;
  const { say, language } = useWords(panelWords);
  const { organisation, title, query, words } = layout;
  const given = Object.fromEntries(Object.entries(variables).filter(([name]) => layout.variables.includes(name)));
  const called = title?.[language] ?? <NameOf organisation={organisation} />;
  return (
    <Panel<Answered>
      id={linked ? organisation : `${organisation}-here`}
      title={linked ? <Link to={`/organisations/${organisation}`}>{called}</Link> : called}
      organisation={organisation}
      query={query}
      variables={given}
    >
      {(root) => (
        <>
          {counted && (
            <p class="quiet newer">
              <small>
                {say('live')} {counted.number}
                {counted.through && `, ${say('through')} ${day(counted.through, language)}`}.
              </small>
            </p>
          )}
          <Facts of={layout.facts} root={root} words={words} />
          {layout.lists.map((list) => (
            <List key={list.caption.en} of={list} root={root} words={words} variables={variables} />
          ))}
        </>
      )}
    </Panel>
  );
}

/** Name of an organisation from the graph. */
function NameOf({ organisation: code }: { organisation: string }) {
  const { language } = useWords();
  const query =
    'query NameOf($code: ID!, $language: Language!) { organisation(code: $code) { name(language: $language) } }';
  const answer = useAnswer<{ readonly organisation: { readonly name: string } | null }>(query, {
    code,
    language: graphLanguage(language),
  });
  return <>{(answer.is === 'answered' && answer.data.organisation?.name) || code}</>;
}

function Facts({ of: facts, ...filling }: { of: readonly PanelFact[] } & Omit<Filling, 'of'>) {
  const said = facts.flatMap((fact) => groupsOf(fact, filling.root).map((entries) => ({ fact, entries })));
  if (said.length === 0) return null;
  return (
    <dl class="facts">
      {said.map(({ fact: { title, cell }, entries }, index) => (
        <div key={index}>
          <dt>
            <LaidOut text={title} of={entries[0]} {...filling} />
          </dt>
          <dd>
            <Joined entries={entries} text={cell} {...filling} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The entries of a fact, grouped by the value at `by`: one group for `*`; without `by`, each entry is a group. */
function groupsOf({ of, by }: PanelFact, root: unknown): readonly (readonly unknown[])[] {
  const value = of === undefined ? root : valueAt(of, { of: root, root });
  if (value === undefined || value === null) return [];
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (by === undefined) return entries.map((one) => [one]);
  const groups = Map.groupBy(entries, (one) => (by === '*' ? '' : valueAt(by, { of: one, root })));
  return [...groups.values()];
}

function List(props: { of: PanelList; variables: Variables } & Omit<Filling, 'of'>) {
  const { of: list, root, words, variables } = props;
  const { say, language } = useWords();
  const caption = list.caption[language];
  const columns = useLaidOutColumns<Row>(list.columns, { root, words });
  const { commune } = variables;
  const file = list.table !== undefined && commune !== undefined && (
    <Downloads table={list.table} parameters={{ commune }} />
  );
  const found = list.rows.map((path) => valueAt(path, { of: root, root }));
  if (found.every((one) => one === undefined)) return null;
  if (list.isPaged) {
    const [path = ''] = list.rows;
    const next = async (after: string | null) => {
      const answer = await ask<Answered>(list.more ?? '', { ...variablesFor(variables, list.more), after });
      return valueAt(path, { of: answer, root: answer }) as Page<Row> | undefined;
    };
    return (
      <PagedTable caption={caption} columns={columns} keyOf={keyOf} first={found[0] as Page<Row>} next={next}>
        {file}
      </PagedTable>
    );
  }
  const all = found.flatMap((one) => (one ?? []) as readonly Row[]);
  const rows = list.isReversed ? all.toReversed() : all;
  if (rows.length === 0) return <None caption={caption} said={say('noneHere')} />;
  return (
    <>
      <Table
        caption={caption}
        columns={columns}
        rows={list.last === undefined ? rows : rows.slice(-list.last)}
        keyOf={keyOf}
        isRead
      />
      {file}
    </>
  );
}

function None({ caption, said }: { caption: ComponentChildren; said: string }) {
  return (
    <p class="none">
      <strong>{caption}</strong> {said}
    </p>
  );
}

const keyOf = ({ code }: Row, index: number): string | number => (typeof code === 'string' ? code : index);

/** The variables that a query declares. */
function variablesFor(variables: Variables, query = ''): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => query.includes(`$${name}:`)));
}
