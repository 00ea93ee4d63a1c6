import { Fragment } from 'preact';
import { day, period as periodIn, range, share, thisDay, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { absenceOf, type Progress } from '../../hub/progress.js';
import { Verdict } from '../../parts/closing.js';
import { Absent } from '../../parts/figure.js';
import { RankShown } from '../../parts/rank.js';
import { TableFrame } from '../../parts/table-frame.js';
import type { GoalOfSheets } from './sheet-data.js';
import { words } from './words.js';

/** One commune on an A4 sheet: each goal with its period, day of calculation and sources. */
export function Sheet({ code, goals }: { code: string; goals: readonly GoalOfSheets[] }) {
  const { say, mean, language } = useWords(words);
  const rows = goals.flatMap((goal) => {
    const edges = goal.progressByCommune?.edges ?? [];
    const found = edges.find(({ node }) => node.communeCode === code);
    return found ? [{ goal, ...found }] : [];
  });
  const commune = rows[0]?.node.commune;
  if (!commune) return null;
  const caption = `${say('caption')} ${commune.name}`;
  const isMadeUp = rows.some(({ node }) => node.demonstration);
  return (
    <article class="sheet" data-sheet={code}>
      <h2>{commune.name}</h2>
      <p>
        {mean(commune.type)}
        {commune.area && ` · ${mean(commune.area)}`} · {say('printedOn')} {day(thisDay(), language)}{' '}
        {isMadeUp && <span class="made-up">{mean('DEMONSTRATION')}</span>}
      </p>
      <TableFrame caption={caption} rows={rows.length}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {(
                ['goal', 'period', 'target', 'ratio', 'ofProvince', 'people', 'gapPeople', 'rankOf', 'state'] as const
              ).map((head) => (
                <th key={head} scope="col">
                  {say(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ goal, node, rank }) => (
              <tr key={goal.code} data-goal={goal.code}>
                <th scope="row">{goal.title}</th>
                <td>{periodIn(node.period, language)}</td>
                <td>{share(node.target, language)}</td>
                <td>
                  {node.ratio === null ? (
                    <Absent why={absenceOf(node)} />
                  ) : (
                    <strong>{share(node.ratio, language)}</strong>
                  )}
                </td>
                <td>{goal.progress?.ratio == null ? '–' : share(goal.progress.ratio, language)}</td>
                <td>
                  <People of={node} />
                </td>
                <td>{node.gapPeople === null ? '–' : whole(node.gapPeople, language)}</td>
                <td>
                  {rank ? (
                    <>
                      <RankShown rank={rank} />/{whole(rank.of, language)}
                    </>
                  ) : (
                    '–'
                  )}
                </td>
                <td>
                  <Verdict of={node} closing={goal.closing} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <Sources goals={goals} />
      <p>
        <small>
          {say('countedHow')} {say('addressOf')}: {`${location.origin}/communes/${code}`}
        </small>
      </p>
    </article>
  );
}

function People({
  of: { people, contributions, period },
}: {
  of: Pick<Progress, 'contributions' | 'period'> & { readonly people: Person | null };
}) {
  const { language, say } = useWords(words);
  if (!people) return <Absent why={absenceOf({ contributions, period })} />;
  const { lower, upper } = people.interval ?? people;
  return (
    <>
      {whole(people.estimate ?? people.lower, language)}{' '}
      <small>({upper === null ? `${say('atLeast')} ${whole(lower, language)}` : range(lower, upper, language)})</small>
    </>
  );
}

interface Person {
  readonly lower: number;
  readonly upper: number | null;
  readonly estimate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
}

/** The releases behind the sheet's figures; each organisation once. */
function Sources({ goals }: { goals: readonly GoalOfSheets[] }) {
  const { say, language } = useWords(words);
  const all = goals.flatMap(({ progress }) => progress?.contributions ?? []);
  const named = [...new Map(all.map((one) => [one.organisation.code, one])).values()];
  return (
    <p class="sheet-sources">
      <small>
        {say('sources')}:{' '}
        {named.map(({ organisation, release, through }, index) => (
          <Fragment key={organisation.code}>
            {index > 0 && '; '}
            {organisation.name}{' '}
            {release
              ? `(${say('releaseWord')} ${release.number}${through ? `, ${say('throughDay')} ${day(through, language)}` : ''})`
              : `(${say('notReportedYet')})`}
          </Fragment>
        ))}
        .
      </small>
    </p>
  );
}
