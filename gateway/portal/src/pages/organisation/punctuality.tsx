import { graphLanguage } from '../../language/language.js';
import { lastMonthOver, monthsBefore, period as periodIn, share } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { Panel } from '../../parts/panel.js';
import { SourcedNumber } from '../../parts/number.js';
import { type Column, Table } from '../../parts/table.js';
import { ReportState } from '../../parts/report-state.js';
import { words } from './words.js';

interface MonthReport {
  readonly month: string;
  readonly state: string;
  readonly late: number | null;
}

interface GoalReports {
  readonly code: string;
  readonly title: string;
  readonly reportDueDays: number | null;
  readonly completeness: {
    readonly organisations: readonly {
      readonly organisation: { readonly code: string };
      readonly onTime: number | null;
      readonly months: readonly MonthReport[];
    }[];
  } | null;
}

const query = `query Punctuality($from: Period!, $to: Period!, $language: Language!) {
  goals {
    code title(language: $language) reportDueDays
    completeness(from: $from, to: $to) {
      organisations { organisation { code } onTime months { month state late } }
    }
  }
}`;

/** Punctuality of an organisation's reports in the last twelve months, by goal. */
export function Punctuality({ code }: { code: string }) {
  const { say, language } = useWords(words);
  // As on a goal's page, a month that is not over is not due.
  const to = lastMonthOver();
  const variables = { from: monthsBefore(to, 11), to, language: graphLanguage(language) };
  return (
    <Panel<{ goals: readonly GoalReports[] | null }>
      id="punctuality"
      title={say('punctuality')}
      organisation={code}
      query={query}
      variables={variables}
    >
      {({ goals }) => goals?.map((goal) => <OfGoal key={goal.code} code={code} goal={goal} />)}
    </Panel>
  );
}

function OfGoal({ code, goal }: { code: string; goal: GoalReports }) {
  const { say, language } = useWords(words);
  const reports = goal.completeness?.organisations.find(({ organisation }) => organisation.code === code);
  if (!reports) return null;
  const { reportDueDays: days } = goal;
  const isDue = days !== null;
  const columns: readonly Column<MonthReport>[] = [
    { head: say('month'), isHead: true, cell: ({ month }) => periodIn(month, language) },
    { head: say('state'), cell: (report) => <Report of={report} isDue={isDue} /> },
  ];
  return (
    <div class="punctuality" data-goal={goal.code}>
      <h3>
        <Link to={`/goals/${goal.code}`}>{goal.title}</Link>
      </h3>
      <p>
        {isDue ? `${say('due')} ${days} ${say('dueAfter')}` : say('noDueDay')}
        {reports.onTime !== null && (
          <>
            {' · '}
            {say('onTime')}:{' '}
            <strong>
              <SourcedNumber how={say('onTimeIs')} name={say('onTime')}>
                {share(reports.onTime, language)}
              </SourcedNumber>
            </strong>
          </>
        )}
      </p>
      <Table
        caption={`${say('month')}, ${goal.title}`}
        columns={columns}
        rows={reports.months}
        keyOf={({ month }) => month}
      />
    </div>
  );
}

/** State of a month's report. */
function Report({ of: { state, late }, isDue }: { of: MonthReport; isDue: boolean }) {
  const { say } = useWords(words);
  const isOverdue = state === 'NOT_YET' && late !== null && late > 0;
  const said: Readonly<Record<string, string>> = {
    REPORTED: isDue && late !== null ? say('inTime') : say('reported'),
    LATE: `${say('lateBy')} ${String(late)} ${say('daysUnit')}`,
    NOT_YET:
      late === 0
        ? say('notDueYet')
        : isOverdue
          ? `${say('notDue')}, ${say('lateSoFar')} ${late} ${say('daysUnit')}`
          : say('notDue'),
  };
  return (
    <ReportState state={state} isOverdue={isOverdue}>
      {said[state]}
    </ReportState>
  );
}
