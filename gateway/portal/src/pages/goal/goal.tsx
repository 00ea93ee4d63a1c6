import { useRef } from 'preact/hooks';
import { useAddressOf } from '../../frame/address.js';
import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { lastMonthOver } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Coherence } from '../../parts/coherence.js';
import { Facts, type GoalFacts, useGoal } from '../../parts/goal-facts.js';
import { Feeds } from '../../parts/feeds.js';
import { Waiting } from '../../parts/waiting.js';
import { Anomalies } from './anomalies.js';
import { Breakdown } from './breakdown.js';
import { Calendar } from './calendar.js';
import { Compare } from './compare.js';
import { EmbedCode } from './embed-code.js';
import { GoalInTime } from './goal-in-time.js';
import { GoalMetadata } from './goal-metadata.js';
import { LeagueTable } from './league-table.js';
import { Overlap } from './overlap.js';
import { Panel } from './panel.js';
import { AsPublished, periodOf, PinLink, readPublication } from './pin-link.js';
import { PeriodChoice, readMonth } from './period.js';
import { Revisions } from './revisions.js';
import { Shares } from './shares.js';
import { words } from './words.js';

const nowQuery = `query PeriodNow($goal: ID!) { goal(code: $goal) { startsOn progress { period } } }`;

interface Now {
  readonly goal: { readonly startsOn: string; readonly progress: { readonly period: string } | null } | null;
}

/** Page of a goal: the province's progress over time and by group, the reports, and each commune. */
export default function GoalPage({ code }: PageProps) {
  const { say } = useWords();
  const publication = useAddressOf(({ state }) => readPublication(state['publication']));
  const chosen = useAddressOf(({ state }) => readMonth(state['period']));
  const period = publication === '' ? chosen : periodOf(publication);
  const answer = useGoal(code, period, publication);
  const now = useAnswer<Now>(nowQuery, { goal: code });
  const last = useRef<GoalFacts | null>(null);
  if (answer.is !== 'asking') last.current = answer.is === 'answered' ? answer.data.goal : null;
  const goal = last.current;
  useTitle(goal?.title ?? code);
  if (answer.is === 'answered' && !goal) return <h1>{say('noSuchGoal')}</h1>;
  const known = now.is === 'answered' ? now.data.goal : null;
  return (
    <>
      <h1>{goal?.title ?? code}</h1>
      {publication === '' && known?.progress && (
        <PeriodChoice value={period} startsOn={known.startsOn} headline={known.progress.period} />
      )}
      {publication !== '' && <AsPublished publication={publication} />}
      {!goal && <Waiting answer={answer} />}
      {goal && publication === '' && <Parts goal={goal} period={period} />}
      {goal && publication !== '' && <PublishedParts goal={goal} period={period} publication={publication} />}
      {goal && <PinLink month={period || (goal.progress?.period ?? '')} publication={publication} />}
    </>
  );
}

/** The page of a permanent link: published figures only. */
function PublishedParts({ goal, period, publication }: { goal: GoalFacts; period: string; publication: string }) {
  const { say } = useWords();
  const { closing: _ofNow, ...published } = goal;
  return (
    <>
      <section class="panel" data-goal={goal.code} aria-label={say('overview')}>
        <Facts of={published} publication={publication} />
      </section>
      {goal.progress && <LeagueTable goal={goal} month={period} publication={publication} />}
      <GoalMetadata goal={goal.code} />
    </>
  );
}

function Parts({ goal, period }: { goal: GoalFacts; period: string }) {
  const { say } = useWords(words);
  const { code, progress } = goal;
  const month = period || (progress?.period ?? '');
  return (
    <>
      <div class="panel beside" data-goal={code}>
        <section aria-label={say('overview')}>
          <Facts of={goal} />
          <GoalInTime goal={code} deadline={goal.deadline} />
        </section>
        {month !== '' && <Compare goal={goal} to={month} />}
      </div>
      {progress && (
        <>
          <LeagueTable goal={goal} month={month} />
          <div class="panels">
            <Shares goal={goal} month={month} />
            <Breakdown goal={goal} month={month} />
            <Overlap goal={goal} month={month} />
            <Anomalies goal={goal} />
            <Panel id="coherence" title={say('coherence')}>
              <Coherence goal={code} period={month} caption={say('coherence')} />
            </Panel>
          </div>
          <Calendar goal={goal} month={period || lastMonthOver()} />
          <Revisions goal={goal} month={month} />
        </>
      )}
      <Feeds about={{ goal: code }} of={['everything', 'figures', 'published', 'late', 'anomalies']} />
      <GoalMetadata goal={code} />
      <EmbedCode goal={code} title={goal.title} />
    </>
  );
}
