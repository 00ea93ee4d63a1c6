import { type Part, useLook } from '../../hub/look.js';
import { useSession } from '../../hub/session.js';
import { moment } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { words } from './words.js';

interface LeftOut {
  readonly organisation?: string;
  readonly code: string;
}

/** Whether an organisation's system answers, from the gateway's own requests: the page sends none to the organisation. */
export function Health({ code, linked }: { code: string; linked: boolean }) {
  const { say } = useWords(words);
  const { person } = useSession();
  const found = useLook();
  const part = found?.parts.find(({ name }) => name === code);
  const { leftOut = [], outdated = [] } = found?.readiness ?? {};
  const of = (faulty: readonly LeftOut[]) => faulty.filter(({ organisation }) => organisation === code);
  return (
    <section class="panel" id="health" aria-labelledby="health-title">
      <h2 id="health-title">{say('health')}</h2>
      <div role="status">
        {!linked && <p>{say('notLinkedYet')}</p>}
        {linked && !person && <p>{say('signInForHealth')}</p>}
        {linked && person && found && <State of={part} />}
        {of(leftOut).map((one) => (
          <p key={one.code} class="notice">
            {say('leftOutOf')} {one.code}
          </p>
        ))}
        {of(outdated).map((one) => (
          <p key={one.code} class="notice">
            {say('outdated')} {one.code}
          </p>
        ))}
      </div>
    </section>
  );
}

function State({ of: part }: { of: Part | undefined }) {
  const { say, language } = useWords(words);
  if (!part || part.answers === null) return <p class="notice">{say('answersUnknown')}</p>;
  const seen = part.answers ? part.lastAnswer : part.silentSince;
  return (
    <p class={part.answers ? 'good' : 'notice'}>
      {say(part.answers ? 'answers' : 'answersNot')}
      {seen && ` (${say(part.answers ? 'lastAnswer' : 'silentSince')} ${moment(seen, language)})`}
    </p>
  );
}
