import { Series } from '../../charts/series.js';
import { useAddressOf } from '../../frame/address.js';
import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useWords } from '../../language/words.js';
import { Facts, useGoal } from '../../parts/goal-facts.js';
import { Waiting } from '../../parts/waiting.js';
import { Breakdown } from '../goal/breakdown.js';
import { embedWords, kindOfChart } from './charts.js';

/** One public chart of a goal for another site's page, with its demonstration mark and a link to the goal's page. */
export default function Embedded({ code }: PageProps) {
  const { say } = useWords(embedWords);
  const chart = useAddressOf(({ state }) => kindOfChart(state['chart']));
  const answer = useGoal(code);
  const goal = answer.is === 'answered' ? answer.data.goal : undefined;
  useTitle(goal?.title ?? code);
  if (goal === null) return <h1>{say('noSuchGoal')}</h1>;
  const period = goal?.progress?.period;
  return (
    <>
      <h1>{goal?.title ?? code}</h1>
      <Waiting answer={answer} />
      {goal && chart === 'figure' && <Facts of={goal} />}
      {goal && period !== undefined && chart === 'series' && <Series goal={code} to={period} title={goal.title} />}
      {goal && period !== undefined && chart === 'breakdown' && <Breakdown goal={goal} month={period} />}
      <p>
        {say('source')}:{' '}
        <a href={`/goals/${encodeURIComponent(code)}`} target="_blank" rel="noopener">
          {say('portal')}
        </a>
      </p>
    </>
  );
}
