import { useAddress } from '../../frame/address.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { day, difference, lastDayOf, lastMonthOver, period as periodIn, share, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Choose, Filters } from '../../parts/choose.js';
import { FileButton } from '../../parts/file-button.js';
import { Figure, Sourced } from '../../parts/figure.js';
import { Link } from '../../parts/link.js';
import { PrintButton } from '../../parts/print-button.js';
import { DataOf } from '../../parts/source-line.js';
import { TableFrame } from '../../parts/table-frame.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { SinceLastPublication } from '../overview/since.js';
import { type GoalOfWeek, leastMoved, monthsOwed, mostMissing, type Row, toVisit, useWeek } from './monday-data.js';
import { words } from './words.js';

interface Goals {
  readonly goals:
    | readonly {
        readonly code: string;
        readonly title: string;
        readonly progress: { readonly period: string } | null;
      }[]
    | null;
}

const query = `query GoalsOfWeek($language: Language!) { goals { code title(language: $language) progress { period } } }`;

/** Page for a Monday's meeting, of a goal in the province or in the communes of one kind of area; one A4 sheet in print. */
export default function MondayPage() {
  const { say } = useWords(words);
  const { person } = useSession();
  useTitle(say('monday'));
  return (
    <>
      <h1>{say('monday')}</h1>
      {person ? <OfGoals /> : <AskToSignIn said={say('signInToSee')} />}
    </>
  );
}

function OfGoals() {
  const { say, mean, language } = useWords(words);
  const { state } = useAddress();
  const answer = useAnswer<Goals>(query, { language: graphLanguage(language) });
  const goals = (answer.is === 'answered' && answer.data.goals) || [];
  const goal = goals.find(({ code }) => code === state['goal']) ?? goals[0];
  const area = state['area'] ?? '';
  return (
    <>
      <p class="intro no-print">{say('mondayIntro')}</p>
      <Waiting answer={answer} />
      {goal && (
        <>
          <Filters>
            <Choose
              name="goal"
              label={say('goal')}
              value={goal.code}
              usual={null}
              of={goals.map(({ code, title }) => [code, title] as const)}
            />
            <Choose
              name="area"
              label={say('area')}
              value={area}
              of={(['URBAN', 'PLAIN', 'MOUNTAIN'] as const).map((one) => [one, mean(one)] as const)}
            />
          </Filters>
          {goal.progress && <Week key={goal.code} goal={goal.code} month={goal.progress.period} area={area} />}
        </>
      )}
    </>
  );
}

function Week({ goal, month, area }: { goal: string; month: string; area: string }) {
  const { say, mean, language } = useWords(words);
  const { against, ...answer } = useWeek(goal, month, graphLanguage(language));
  const of = answer.is === 'answered' ? answer.data.goal : null;
  if (!of?.progressByCommune) return <Waiting answer={answer} />;
  const rows = of.progressByCommune.edges.filter(({ node }) => area === '' || node.commune.area === area);
  const isMadeUp = rows.some(({ node }) => node.demonstration);
  const shown = { goal, against };
  return (
    <DataOf value={{ periods: [month], demonstration: isMadeUp }}>
      <article class="week">
        <div class="headed">
          <h2>
            {of.title}
            {area && ` · ${mean(area)}`}
          </h2>
          <p class="no-print">
            <PrintButton label={say('print')} />{' '}
            <FileButton label={say('slide')} name="tuan-nay.pptx" make={(week) => slide(week, say('addressOf'))} />
          </p>
        </div>
        <p>
          {say('untilDay')} {day(lastDayOf(month), language)}.{' '}
          {isMadeUp && <span class="made-up">{mean('DEMONSTRATION')}</span>}
        </p>
        <Visits rows={toVisit(rows)} target={of.target} {...shown} />
        <div class="pair">
          <Communes id="most-missing" rows={mostMissing(rows)} none={say('noneMissing')} {...shown} />
          <Communes id="least-moved" rows={leastMoved(rows)} none={say('noneCompared')} {...shown} />
        </div>
        <p>
          <small>{say('byEstimate')}</small>
        </p>
        <Owing of={of} />
        <div class="no-print">
          <SinceLastPublication />
        </div>
      </article>
    </DataOf>
  );
}

/** The week's page as one slide (PPTX), with its address. */
async function slide(week: HTMLElement, addressWord: string): Promise<Blob> {
  // The library is large, and few people need it.
  const { slideOf } = await import('../../parts/pptx-file.js');
  return slideOf(week, `${addressWord}: ${location.href}`);
}

interface ShownProps {
  readonly rows: readonly Row[];
  readonly goal: string;
  /** The month that changes compare with. */
  readonly against: string;
}

/** One sentence for each commune to visit, with its data. */
function Visits({ rows, target, goal, against }: ShownProps & { target: number }) {
  const { say, language } = useWords(words);
  const moved = (people: number): string => {
    if (people === 0) return say('unchanged');
    const [count, how] = [whole(Math.abs(people), language), say(people > 0 ? 'addedPeople' : 'fewerPeople')];
    return [...(language === 'vi' ? [how, count] : [count, how]), say('peopleWord')].join(' ');
  };
  return (
    <section aria-labelledby="to-visit">
      <h3 id="to-visit">{say('toVisit')}</h3>
      {rows.length === 0 && <p>{say('noneToVisit')}</p>}
      <ul>
        {rows.map(({ node }) => (
          <li key={node.communeCode} data-visit={node.communeCode}>
            <Link to={`/communes/${node.communeCode}`}>{node.commune.name}</Link>: {say('stillMissing')}{' '}
            <Figure of={node} goal={goal} commune={node.communeCode} label={node.commune.name} what="gap" />{' '}
            {say('toReach')} {share(target, language)}; {say('since')} {periodIn(against, language)}:{' '}
            {moved(node.change?.people ?? 0)}.
          </li>
        ))}
      </ul>
      {rows.length > 0 && (
        <p>
          <small>{say('chosenHow')}</small>
        </p>
      )}
    </section>
  );
}

function Communes({
  id,
  rows,
  none,
  goal,
  against,
}: ShownProps & { id: 'least-moved' | 'most-missing'; none: string }) {
  const { say, language } = useWords(words);
  const caption = say(id === 'most-missing' ? 'mostMissing' : 'leastMoved');
  return (
    <div>
      <TableFrame caption={caption} rows={rows.length}>
        <table data-list={id}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{say('commune')}</th>
              <th scope="col" class="number">
                {say('missingAtMost')}
              </th>
              <th scope="col" class="number">
                {say('changeSince')} {periodIn(against, language)}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ node }) => {
              const asked = { goal, commune: node.communeCode, label: node.commune.name };
              const people = node.change?.people ?? null;
              return (
                <tr key={node.communeCode} data-commune={node.communeCode}>
                  <th scope="row">
                    <Link to={`/communes/${node.communeCode}`}>{node.commune.name}</Link>
                  </th>
                  <td class="number">
                    <Figure of={node} {...asked} what="gap" />
                  </td>
                  <td class="number">
                    {people === null ? (
                      '–'
                    ) : (
                      <Sourced {...asked} period={node.period} against={against} what="change">
                        {difference(people, language)}
                      </Sourced>
                    )}
                  </td>
                </tr>
              );
            })}
            {rows.length === 0 && (
              <tr>
                <td colSpan={3}>{none}</td>
              </tr>
            )}
          </tbody>
        </table>
      </TableFrame>
    </div>
  );
}

/** Organisations without a report of the last month over: the months that each owes, and by how many days. */
function Owing({ of: { lastMonth } }: { of: GoalOfWeek }) {
  const { say, language } = useWords(words);
  const owing = (lastMonth?.contributions ?? []).filter(({ state }) => state === 'NOT_YET');
  return (
    <section aria-labelledby="owing">
      <h3 id="owing">{say('owing')}</h3>
      {owing.length === 0 && (
        <p>
          {say('noneOwes')} {periodIn(lastMonthOver(), language)}.
        </p>
      )}
      <ul>
        {owing.map((one) => (
          <li key={one.organisation.code} data-owes={one.organisation.code}>
            <Link to={`/organisations/${one.organisation.code}`}>{one.organisation.name}</Link> {say('owes')}{' '}
            {monthsOwed(one)
              .map((month) => periodIn(month, language))
              .join(', ')}{' '}
            (
            {one.late === null
              ? say('noDueDay')
              : one.late === 0
                ? say('notDue')
                : `${whole(one.late, language)} ${say('daysLate')}`}
            )
          </li>
        ))}
      </ul>
    </section>
  );
}
