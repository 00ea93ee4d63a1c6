import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { Coherence, coherenceQuery } from '../../parts/coherence.js';
import { Panel } from './panel.js';
import { words } from './words.js';

/** Contradictions of a goal's figures with other figures. */
export function GoalCoherence({ goal, month }: { goal: string; month: string }) {
  const { say, language } = useWords(words);
  const variables = { goal, period: month, language: graphLanguage(language) };
  return (
    <Panel
      id="coherence"
      title={say('coherence')}
      numbers={{ query: coherenceQuery, variables, figure: { goal, period: month } }}
    >
      <Coherence goal={goal} period={month} caption={say('coherence')} />
    </Panel>
  );
}
