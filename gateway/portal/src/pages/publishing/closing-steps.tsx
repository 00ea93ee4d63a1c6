import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import {
  between,
  day,
  lastMonthOver,
  moment,
  monthsBefore,
  monthsBetween,
  period as periodIn,
  whole,
} from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { type GoalOfOwed, type Owed, owedOf, type Reminder } from './owed.js';
import { words } from './words.js';

interface Found {
  readonly goals: readonly GoalOfOwed[] | null;
  readonly events: { readonly nodes: readonly Reminder[] } | null;
}

/** Months in which reports are looked for, up to the last month over. */
const monthsSought = 12;

const query = `query OwedReports($from: Period!, $to: Period!, $language: Language!) {
  goals {
    code title(language: $language) closing { state period lateDataUntil }
    completeness(from: $from, to: $to) {
      organisations { organisation { code name(language: $language) } months { month state late } }
    }
  }
  events(kinds: [DUE, LATE], first: 100) { nodes { at period goal { code } organisation { code } } }
}`;

/** Lists missing reports and, after a deadline, the steps to the final figures. */
export function ClosingSteps({ maySet }: { maySet: boolean }) {
  const { say, language } = useWords(words);
  const to = lastMonthOver();
  const variables = { from: monthsBefore(to, monthsSought - 1), to, language: graphLanguage(language) };
  const answer = useAnswer<Found>(query, variables);
  const found = answer.is === 'answered' ? answer.data : undefined;
  const owed = found && owedOf(found.goals ?? [], found.events?.nodes ?? []);
  const ending = (found?.goals ?? []).filter(
    ({ closing }) => closing.state === 'LATE_DATA' || closing.state === 'CLOSED',
  );
  return (
    <section class="panel" id="owed" aria-labelledby="owed-title">
      <h2 id="owed-title">{say('owed')}</h2>
      <Waiting answer={answer} />
      {owed?.length === 0 && <p>{say('nobodyOwes')}</p>}
      {owed && owed.length > 0 && <OwedTable of={owed} />}
      {ending.length > 0 && <Steps of={ending} maySet={maySet} />}
    </section>
  );
}

function OwedTable({ of }: { of: readonly Owed[] }) {
  const { say, mean, language } = useWords(words);
  const lateness = ({ isLinked, late, daysSince, months: [first = ''] }: Owed): string => {
    if (!isLinked) return mean('NOT_LINKED');
    const ended = `${periodIn(first, language)} ${say('ended')} ${whole(daysSince, language)} ${say('daysAgo')}`;
    if (late === null) return `${say('noDueDay')}; ${ended}`;
    return late === 0 ? say('notDueYet') : `${say('lateBy')} ${whole(late, language)} ${say('daysUnit')}`;
  };
  const monthsIn = (months: readonly string[]): string => {
    const [first = '', last = first] = [months[0], months.at(-1)];
    const isWhole = months.length > 2 && monthsBetween(first, last) === months.length - 1;
    return isWhole
      ? between(periodIn(first, language), periodIn(last, language), language)
      : months.map((month) => periodIn(month, language)).join(', ');
  };
  const columns: readonly Column<Owed>[] = [
    {
      head: say('owingOrganisation'),
      isHead: true,
      class: 'text',
      cell: ({ organisation: { code, name } }) => <Link to={`/organisations/${code}`}>{name}</Link>,
    },
    { head: say('goal'), class: 'text', cell: ({ goal }) => <Link to={`/goals/${goal.code}`}>{goal.title}</Link> },
    {
      head: say('owedMonths'),
      class: 'text',
      cell: ({ months }) => monthsIn(months),
    },
    { head: say('lateness'), cell: lateness },
    {
      head: say('reminded'),
      cell: ({ remindedAt }) => (remindedAt === null ? say('notReminded') : moment(remindedAt, language)),
    },
  ];
  return (
    <>
      <Table
        caption={say('owedCaption')}
        columns={columns}
        rows={of}
        keyOf={({ goal, organisation }) => `${goal.code} ${organisation.code}`}
        isRead
      />
      <p>
        <small>{say('remindedHow')}</small>
      </p>
    </>
  );
}

/** The steps from a deadline to its final figures: goals whose figures close together are one entry. */
function Steps({ of, maySet }: { of: readonly GoalOfOwed[]; maySet: boolean }) {
  const { say } = useWords(words);
  const together = Object.entries(
    Object.groupBy(of, ({ closing: { state, period, lateDataUntil } }) => `${period} ${state} ${lateDataUntil ?? ''}`),
  );
  return (
    <>
      <h3>{say('closingSteps')}</h3>
      <ul>
        {together.map(([key, goals = []]) => (
          <Closing key={key} of={goals} maySet={maySet} />
        ))}
      </ul>
      <p>{say('closingHow')}</p>
    </>
  );
}

function Closing({ of, maySet }: { of: readonly GoalOfOwed[]; maySet: boolean }) {
  const { say, language } = useWords(words);
  const [first] = of;
  if (!first) return null;
  const { state, period, lateDataUntil } = first.closing;
  const until = lateDataUntil === null ? say('noLateDay') : `${say('takesLateUntil')} ${day(lateDataUntil, language)}`;
  return (
    <li data-closing={period}>
      {of.map(({ title }) => title).join('; ')}: {state === 'CLOSED' ? say('lateIsOver') : until}.{' '}
      {maySet && (
        <>
          {state === 'LATE_DATA' && (
            <>
              <a href="#due-days">{say(lateDataUntil === null ? 'setLate' : 'extendLate')}</a>.{' '}
            </>
          )}
          <Link to="/publishing" state={{ period }}>
            {say('draftFinal')} {periodIn(period, language)}
          </Link>
          .
        </>
      )}
    </li>
  );
}
