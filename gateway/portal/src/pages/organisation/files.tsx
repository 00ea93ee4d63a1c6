import { useAddress } from '../../frame/address.js';
import { useSession } from '../../hub/session.js';
import { monthsBefore, thisMonth } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Choose, Filters } from '../../parts/choose.js';
import { Downloads } from '../../parts/downloads.js';
import { words } from './words.js';

/** Table files about an organisation's goals. Shares of communes need a sign-in. */
export function Files({ goals }: { goals: readonly { readonly code: string; readonly title: string }[] }) {
  const { say } = useWords(words);
  const { person } = useSession();
  const { goal = goals[0]?.code ?? '' } = useAddress().state;
  const to = thisMonth();
  return (
    <section class="panel" id="files" aria-labelledby="files-title">
      <h2 id="files-title">{say('files')}</h2>
      <p class="intro">{say('filesIntro')}</p>
      <Filters>
        <Choose
          name="goal"
          label={say('goal')}
          value={goal}
          of={goals.map(({ code, title }) => [code, title] as const)}
          usual={null}
        />
      </Filters>
      <p class="title">{say('completeness')}</p>
      <Downloads table="completeness" parameters={{ goal, from: monthsBefore(to, 11), to }} />
      {person && (
        <>
          <p class="title">{say('contributions')}</p>
          <Downloads table="contributions" parameters={{ goal }} />
        </>
      )}
    </section>
  );
}
