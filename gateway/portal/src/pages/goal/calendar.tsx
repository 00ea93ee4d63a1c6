import { Fragment } from 'preact';
import { monthsTo } from '../../charts/months.js';
import { useAddressOf } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { isNotDue } from '../../hub/progress.js';
import { share, shortMonth } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { SourcedNumber } from '../../parts/number.js';
import { Waiting } from '../../parts/waiting.js';
import { Panel } from './panel.js';
import { ReportState } from '../../parts/report-state.js';
import { TableFrame } from '../../parts/table-frame.js';
import { words } from './words.js';

interface Reported {
  readonly organisation: { readonly code: string; readonly name: string };
  readonly onTime: number | null;
  readonly months: readonly { readonly month: string; readonly state: string; readonly late: number | null }[];
}

interface Answer {
  readonly goal: {
    readonly reportDueDays: number | null;
    readonly completeness: { readonly organisations: readonly Reported[]; readonly onTime: number | null } | null;
  } | null;
}

const query = `query Completeness($goal: ID!, $from: Period!, $to: Period!, $language: Language!) {
  goal(code: $goal) {
    reportDueDays
    completeness(from: $from, to: $to) {
      onTime
      organisations { organisation { code name(language: $language) } onTime months { month state late } }
    }
  }
}`;

/** Reports by organisation and month. Each state has a shape and a word, so that no reader depends on colour. */
export function Calendar({ goal, month }: { goal: GoalFacts; month: string }) {
  const { say, language } = useWords(words);
  const span = useAddressOf(({ state }) => (state['span'] === '24' ? 24 : 12));
  const months = monthsTo(month, span, goal.startsOn);
  const [from = month] = months;
  const variables = { goal: goal.code, from, to: month, language: graphLanguage(language) };
  const answer = useAnswer<Answer>(query, variables);
  const found = answer.is === 'answered' ? answer.data.goal : undefined;
  return (
    <Panel id="calendar" title={say('calendar')} numbers={{ query, variables }}>
      <Waiting answer={answer} />
      {found && !found.completeness && <p class="notice">{say('failed')}</p>}
      {found?.completeness && (
        <>
          {found.reportDueDays === null && <p class="quiet">{say('noDueDay')}</p>}
          <Months
            organisations={found.completeness.organisations}
            months={months}
            hasDue={found.reportDueDays !== null}
          />
          <Downloads table="completeness" parameters={{ goal: goal.code, from, to: month }} />
        </>
      )}
    </Panel>
  );
}

function Months(props: { organisations: readonly Reported[]; months: readonly string[]; hasDue: boolean }) {
  const { organisations, months, hasDue } = props;
  const { say, language } = useWords(words);
  return (
    <TableFrame caption={say('calendar')} rows={organisations.length}>
      <table class="calendar">
        <caption>{say('calendar')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('organisation')}</th>
            {months.map((month) => (
              <th key={month} scope="col">
                {shortMonth(month)}
              </th>
            ))}
            {hasDue && (
              <th scope="col" class="number">
                {say('onTime')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {organisations.map(({ organisation, months: reports, onTime }) => (
            <tr key={organisation.code} data-organisation={organisation.code}>
              <th scope="row">{organisation.name}</th>
              {months.map((month) => {
                const report = reports.find((one) => one.month === month);
                return <Report key={month} month={month} of={report} />;
              })}
              {hasDue && (
                <td class="number">
                  {onTime === null ? (
                    '–'
                  ) : (
                    <SourcedNumber how={say('onTimeIs')} name={organisation.name}>
                      {share(onTime, language)}
                    </SourcedNumber>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="calendar-key" aria-hidden="true">
        {[...new Set(organisations.flatMap((one) => one.months.map(({ state }) => state)))].map((state) => (
          <Fragment key={state}>
            <ReportState state={state} />{' '}
          </Fragment>
        ))}
      </p>
    </TableFrame>
  );
}

function Report({ month, of }: { month: string; of: Reported['months'][number] | undefined }) {
  const { say, mean } = useWords(words);
  if (of === undefined) return <td class="not-expected">{say('notExpected')}</td>;
  const { state, late } = of;
  return (
    <td data-state={state}>
      <ReportState state={state}>
        {isNotDue(of, month) ? say('notDue') : mean(state)}
        {late !== null && late > 0 && ` (${late} ${say('daysLate')})`}
      </ReportState>
    </td>
  );
}
