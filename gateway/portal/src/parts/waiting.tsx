import type { Answer } from '../hub/ask.js';
import { signIn, useSession } from '../hub/session.js';
import { useWords } from '../language/words.js';
import { isRefusal, Refused } from './faults.js';

/** What a panel says while it waits, and where it has nothing: in words, and only it. */
export function Waiting({ answer }: { answer: Answer<unknown> & { again: () => void } }) {
  const { say } = useWords();
  const { person } = useSession();
  if (answer.is === 'asking')
    return (
      <p class="waiting" role="status">
        {say('asking')}
      </p>
    );
  if (answer.is === 'answered') return null;
  if (isRefusal(answer.code)) {
    if (!person) return <AskToSignIn />;
    if (answer.faults.some(({ purposes }) => purposes.length > 0)) return <Refused faults={answer.faults} />;
    return <p class="notice">{say('notAllowed')}</p>;
  }
  return (
    <p class="notice" role="alert">
      {say(answer.code === 'UNREACHABLE' ? 'unreachable' : 'failed')}{' '}
      <button type="button" onClick={answer.again}>
        {say('again')}
      </button>{' '}
      <small>{answer.code}</small>
    </p>
  );
}

/** Says kindly that a panel is for people who have signed in. */
export function AskToSignIn() {
  const { say } = useWords();
  return (
    <p class="notice">
      {say('needsSignIn')}{' '}
      <button type="button" class="main" onClick={() => void signIn()}>
        {say('signIn')}
      </button>
    </p>
  );
}
