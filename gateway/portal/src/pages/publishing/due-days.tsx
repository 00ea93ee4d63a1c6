import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { moment, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { GoalOptions, Options } from '../../parts/options.js';
import { done, monthsOver } from './drafts.js';
import { Fault } from './fault.js';
import { words } from './words.js';

const kinds = ['REPORT', 'PUBLICATION', 'CLOSING'] as const;

type Kind = (typeof kinds)[number];

interface GoalDays {
  readonly code: string;
  readonly title: string;
  readonly reportDueDays: number | null;
  readonly metadata: { readonly publicationDueDays: number | null } | null;
  readonly days: readonly {
    readonly kind: Kind;
    readonly fromMonth: string;
    readonly days: number;
    readonly basis: string;
  }[];
  readonly daysChanges:
    | readonly {
        readonly kind: Kind;
        readonly fromMonth: string;
        readonly days: number;
        readonly basis: string;
        readonly by: string;
        readonly at: string;
      }[]
    | null;
}

const query = `query DueDays($language: Language!) {
  goals {
    code title(language: $language) reportDueDays metadata { publicationDueDays }
    days { kind fromMonth days basis } daysChanges { kind fromMonth days basis by at }
  }
}`;

const mutation = `mutation SetGoalDays($goal: ID!, $kind: GoalDaysKind!, $fromMonth: Period!, $days: Int!, $basis: String!) {
  setGoalDays(goal: $goal, kind: $kind, fromMonth: $fromMonth, days: $days, basis: $basis) { code }
}`;

/** Due days of each goal's reports and publications, and the end for late data; publishers can change them. */
export function DueDays({ maySet }: { maySet: boolean }) {
  const { say, language } = useWords(words);
  const [isSet, setIsSet] = useState(false);
  const answer = useAnswer<{ goals: readonly GoalDays[] | null }>(query, { language: graphLanguage(language) });
  const goals = answer.is === 'answered' ? (answer.data.goals ?? []) : [];
  const shown = (value: number | null | undefined) =>
    value == null ? <span class="quiet">{say('notLaidDown')}</span> : `${value} ${say('daysUnit')}`;
  const columns: readonly Column<GoalDays>[] = [
    { head: say('goal'), isHead: true, class: 'text', cell: ({ title }) => title },
    { head: say('REPORT'), cell: ({ reportDueDays }) => shown(reportDueDays) },
    { head: say('PUBLICATION'), cell: ({ metadata }) => shown(metadata?.publicationDueDays) },
    { head: say('CLOSING'), cell: ({ days }) => shown(days.find(({ kind }) => kind === 'CLOSING')?.days) },
    { head: say('basis'), class: 'text', cell: ({ days }) => basesOf(days) },
  ];
  const changes = goals.flatMap(({ title, daysChanges }) => (daysChanges ?? []).map((one) => ({ title, ...one })));
  return (
    <section class="panel" id="due-days" aria-labelledby="due-days-title">
      <h2 id="due-days-title">{say('dueDays')}</h2>
      <p class="intro">{say('dueDaysIntro')}</p>
      <Waiting answer={answer} />
      {goals.length > 0 && (
        <Table caption={say('dueDaysCaption')} columns={columns} rows={goals} keyOf={({ code }) => code} isRead />
      )}
      {maySet && goals.length > 0 && (
        <SetDays
          goals={goals}
          isSet={isSet}
          whenSet={() => {
            setIsSet(true);
            answer.again();
          }}
        />
      )}
      {changes.length > 0 && (
        <details>
          <summary>{say('history')}</summary>
          <ul>
            {changes.map(({ title, kind, fromMonth, days, basis, by, at }) => (
              <li key={`${title} ${kind} ${at}`}>
                {title}: {say(kind)}, {days} {say('daysUnit')}, {periodIn(fromMonth, language)}; {basis}. {by},{' '}
                {moment(at, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The documents that set a goal's newest days. */
function basesOf(days: GoalDays['days']): string {
  const newest = kinds.flatMap((kind) => days.find((one) => one.kind === kind)?.basis ?? []);
  return [...new Set(newest)].join('; ');
}

interface SetDaysProps {
  readonly goals: readonly GoalDays[];
  /** Whether days were set. The parent knows it, because the form is created again when the days are read again. */
  readonly isSet: boolean;
  readonly whenSet: () => void;
}

function SetDays({ goals, isSet, whenSet }: SetDaysProps) {
  const { say, language } = useWords(words);
  const [fault, setFault] = useState<string>();
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = (name: string): string => (form.get(name) as string | null) ?? '';
    const variables = {
      ...{ goal: said('goal'), kind: said('kind'), fromMonth: said('fromMonth'), basis: said('basis') },
      days: Number(said('days')),
    };
    void done(mutation, variables).then((code) => {
      setFault(code);
      if (code === undefined) whenSet();
    });
  };
  // The present month and the one before: new days apply from now on.
  const [before = ''] = monthsOver(1);
  const now = new Date(Date.parse(`${before}-01`));
  now.setUTCMonth(now.getUTCMonth() + 1);
  const months = [now.toISOString().slice(0, 7), before];
  return (
    <form onSubmit={submit} aria-label={say('setDays')}>
      <div class="filters">
        <label>
          {say('goal')}
          <select name="goal">
            <GoalOptions of={goals} />
          </select>
        </label>
        <label>
          {say('kind')}
          <select name="kind">
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {say(kind)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say('fromMonth')}
          <select name="fromMonth">
            <Options of={months} called={(one) => periodIn(one, language)} />
          </select>
        </label>
        <label>
          {say('days')}
          <input type="number" name="days" required min={0} max={366} />
        </label>
        <label>
          {say('basis')}
          <input name="basis" required maxLength={1000} placeholder={say('basisHint')} autocomplete="off" />
        </label>
      </div>
      <Fault code={fault} />
      <p>
        <button type="submit">{say('setDays')}</button> {isSet && <span role="status">{say('setAlready')}</span>}
      </p>
    </form>
  );
}
