import { Facts, useGoal } from '../../parts/goal-facts.js';
import { LeagueTable } from './league-table.js';
import { Waiting } from '../../parts/waiting.js';
import { Series } from '../../charts/series.js';
import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useWords } from '../../language/words.js';

/** A goal: how far the province is, and each commune. */
export default function GoalPage({ code }: PageProps) {
  const { say } = useWords();
  const answer = useGoal(code);
  const goal = answer.is === 'answered' ? answer.data.goal : null;
  useTitle(goal?.title ?? code);
  if (answer.is === 'answered' && !goal) return <h1>{say('noSuchGoal')}</h1>;
  return (
    <>
      <h1>{goal?.title ?? code}</h1>
      <Waiting answer={answer} />
      {goal && (
        <section class="panel beside" data-goal={code} aria-label={say('overview')}>
          <div>
            <Facts of={goal} />
          </div>
          {goal.progress && <Series goal={code} to={goal.progress.period} title={goal.title} />}
        </section>
      )}
      {goal?.progress && <LeagueTable goal={code} period={goal.progress.period} />}
    </>
  );
}
