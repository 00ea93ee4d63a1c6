import changeLog from '../../../../../schema/CHANGELOG.md';
import { useWords } from '../../language/words.js';
import { Inline, Prose } from './text.js';
import { words } from './words.js';

/** The changes of the contract, from `schema/CHANGELOG.md` at the time of the portal's build. */
export function Changes() {
  const { say } = useWords(words);
  const [, ...entries] = changeLog.split(/^## /m);
  return (
    <>
      <p class="intro">{say('changesIntro')}</p>
      <p>
        {say('changesPublished')} <a href="/changes">Markdown</a> · <a href="/changes.json">JSON</a> ·{' '}
        <a href="/changes.atom">Atom</a>
      </p>
      {entries.map((entry) => {
        const [title = '', ...rest] = entry.split('\n');
        return (
          <section key={title} class="change">
            <h2 lang="en">
              <Inline text={title} />
            </h2>
            <Prose text={rest.join('\n')} />
          </section>
        );
      })}
    </>
  );
}
