import type { Answer } from '../hub/ask.js';
import { signIn, useSession } from '../hub/session.js';
import { useWords } from '../language/words.js';

/** What a panel says while it waits, and where it has nothing: in words, and only it. */
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
  if (/UNAUTHENTICATED|UNAUTHORIZED|NOT_ALLOWED|FORBIDDEN|OUTSIDE_AGREEMENT/.test(answer.code)) {
    return person ? <p class="notice">{say('notAllowed')}</p> : <AskToSignIn {...(said !== undefined && { said })} />;
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

/** Says kindly that a panel is for people who have signed in: what it shows, where that is not figures of communes. */
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
