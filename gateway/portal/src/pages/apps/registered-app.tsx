import { useWords } from '../../language/words.js';
import { Copied } from '../keys/copy.js';
import type { Registered } from './registered-apps.js';
import { words } from './words.js';

/** The client id of a new app, and its secret, which is shown only once. */
export function RegisteredApp({ title, app: { id, secret } }: { title: string; app: Registered }) {
  const { say } = useWords(words);
  return (
    <section class="made-key" role="status">
      <h2>{title}</h2>
      <dl class="facts">
        <dt>{say('appId')}</dt>
        <dd>{id}</dd>
      </dl>
      <p>
        <strong>{say('shownOnce')}</strong>
      </p>
      <Copied text={secret ?? ''} word="copyKey" />
    </section>
  );
}
