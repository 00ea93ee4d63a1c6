import type { Answer } from '../hub/ask.js';
import { signIn, useSession } from '../hub/session.js';
import { useWords, type Word } from '../language/words.js';
import { isRefusal, Refused } from './faults.js';

/** Texts for known error codes; other codes get the general text. */
const reasons: readonly (readonly [RegExp, Word])[] = [
  [/^UNREACHABLE$/, 'unreachable'],
  [/^AUDIT_UNAVAILABLE$/, 'auditAway'],
  [/^LIMIT_EXCEEDED$|OVERLOADED|BUSY/, 'tooMuch'],
  [/^SUBGRAPH_|_TIMEOUT$|DOWNSTREAM/, 'organisationAway'],
];

/** State of a panel without data, in words: loading, or the reason for the failure. */
export function Waiting({ answer, said }: { answer: Answer<unknown> & { again: () => void }; said?: string }) {
  const { say } = useWords();
  const { person } = useSession();
  if (answer.is === 'asking')
    return (
      <p class="waiting" role="status">
        {say('asking')}
      </p>
    );
  if (answer.is === 'answered') return null;
  const { code } = answer;
  if (isRefusal(code)) {
    if (!person) return <AskToSignIn {...(said !== undefined && { said })} />;
    if (answer.faults.some(({ purposes }) => purposes.length > 0)) return <Refused faults={answer.faults} />;
    return <p class="notice">{say('notAllowed')}</p>;
  }
  return (
    <p class="notice" role="alert">
      {say(reasons.find(([codes]) => codes.test(code))?.[1] ?? 'failed')}{' '}
      <button type="button" onClick={answer.again}>
        {say('again')}
      </button>{' '}
      <small>{code}</small>
    </p>
  );
}

/** Tells a visitor that a panel needs a sign-in. The text names the panel's content, by default figures of communes. */
export function AskToSignIn({ said }: { said?: string }) {
  const { say } = useWords();
  return (
    <p class="notice">
      {said ?? say('needsSignIn')}{' '}
      <button type="button" class="main" onClick={() => void signIn()}>
        {say('signIn')}
      </button>
    </p>
  );
}
