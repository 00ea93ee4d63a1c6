import { useAnswer } from '../../hub/ask.js';
import { Facts, useGoal } from '../../parts/goal-facts.js';
import { Link } from '../../parts/link.js';
import { Waiting } from '../../parts/waiting.js';
import { Series } from '../../charts/series.js';
import { graphLanguage } from '../../language/language.js';
import { useTitle } from '../../frame/title.js';
import { MapOfGoal } from './map.js';
import { Reminders } from './reminders.js';
import { SinceLastPublication } from './since.js';
import { useWords } from '../../language/words.js';

interface Goals {
  readonly goals: readonly { readonly code: string; readonly title: string }[] | null;
}

const query = `query Goals($language: Language!) { goals { code title(language: $language) } }`;

/** Public overview: the province's progress towards each goal. */
export function Overview() {
  const { say, language } = useWords();
  const answer = useAnswer<Goals>(query, { language: graphLanguage(language) });
  useTitle(say('overview'));
  const goals = (answer.is === 'answered' && answer.data.goals) || [];
  return (
    <>
      <h1>{say('overview')}</h1>
      <p class="intro">{say('overviewIntro')}</p>
      <Waiting answer={answer} />
      <div class="goals">
        {goals.map(({ code, title }) => (
          <GoalPanel key={code} code={code} title={title} />
        ))}
      </div>
      <Reminders />
      <div class="below">
        <SinceLastPublication />
        <MapOfGoal goals={goals} />
      </div>
    </>
  );
}

function GoalPanel({ code, title }: { code: string; title: string }) {
  const answer = useGoal(code);
  const goal = answer.is === 'answered' ? answer.data.goal : null;
  return (
    <section class="panel" data-goal={code} aria-labelledby={`goal-${code}`}>
      <h2 id={`goal-${code}`}>
        <Link to={`/goals/${code}`}>{title}</Link>
      </h2>
      <Waiting answer={answer} />
      {goal && <Facts of={goal} />}
      {goal?.progress && <Series goal={code} to={goal.progress.period} title={title} />}
    </section>
  );
}
