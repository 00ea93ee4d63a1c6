import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { type Metadata, metadataFields, MetadataOf } from '../../parts/metadata.js';
import { Waiting } from '../../parts/waiting.js';

const query = `query MetadataOfGoal($goal: ID!, $language: Language!) {
  goal(code: $goal) { ${metadataFields} }
}`;

/** Metadata of a goal's figures. */
export function GoalMetadata({ goal }: { goal: string }) {
  const { language } = useWords();
  const answer = useAnswer<{ goal: { metadata: Metadata | null } | null }>(query, {
    goal,
    language: graphLanguage(language),
  });
  return (
    <>
      <Waiting answer={answer} />
      {answer.is === 'answered' && <MetadataOf of={answer.data.goal?.metadata ?? null} goal={goal} />}
    </>
  );
}
