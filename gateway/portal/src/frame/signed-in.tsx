import { useEffect, useState } from 'preact/hooks';
import { finishSignIn, signIn } from '../hub/session.js';
import { useWords } from '../language/words.js';
import { go } from './address.js';
import { useTitle } from './title.js';

/** The page to which the issuer redirects after the sign-in. */
export default function SignedIn() {
  const { say } = useWords();
  const [failed, setFailed] = useState(false);
  useTitle(say('signIn'));
  useEffect(() => {
    finishSignIn().then(
      (address) => {
        const { pathname, search, hash } = new URL(address, location.origin);
        // Only the explorer, which is a separate document, keeps state in the fragment.
        if (hash) location.replace(address);
        else go({ path: pathname, state: Object.fromEntries(new URLSearchParams(search)) }, true);
      },
      () => {
        setFailed(true);
      },
    );
  }, []);
  return (
    <>
      <h1>{say('signIn')}</h1>
      {failed ? (
        <p class="notice" role="alert">
          {say('signInFailed')}{' '}
          <button type="button" class="main" onClick={() => void signIn()}>
            {say('signIn')}
          </button>
        </p>
      ) : (
        <p class="waiting" role="status">
          {say('signingIn')}
        </p>
      )}
    </>
  );
}
