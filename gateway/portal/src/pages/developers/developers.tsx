import { firstRequests, packages } from 'first-requests';
import { useState } from 'preact/hooks';
import { useTitle } from '../../frame/title.js';
import { useSettings } from '../../hub/settings.js';
import { useLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Link } from '../../parts/link.js';
import { words } from './words.js';

/** The languages of the first request, by the program's file. */
const languages = { 'first.sh': 'curl', 'first.ts': 'TypeScript', 'first.py': 'Python', 'First.java': 'Java' } as const;

type Program = keyof typeof languages;

/** The developers' first page: a first request in each language, the packages, and links to everything else. */
export default function Developers() {
  const { say } = useWords(words);
  useTitle(say('developers'));
  const isSandbox = useSettings()?.sandbox === true;
  const [tarball, wheel] = packages;
  return (
    <div class="developers">
      <h1>{say('developers')}</h1>
      <p class="intro">{say('developersIntro')}</p>
      <FirstRequest />
      <div class="panel beside">
        <section>
          <h2>{say('register')}</h2>
          <p>{say(isSandbox ? 'sandbox' : 'registerWhy')}</p>
          <p>
            <Link to="/apps">{say('register')}</Link>
          </p>
        </section>
        <section>
          <h2>{say('packages')}</h2>
          <p>{say('packagesIntro')}</p>
          <Command text={`npm install ${location.origin}/packages/${tarball}`} />
          <Command text={`pip install ${location.origin}/packages/${wheel}`} />
          <p>
            <Link to="/developers/client">{say('typescript')}</Link> ·{' '}
            <Link to="/developers/client-python">{say('python')}</Link>
          </p>
        </section>
      </div>
      <div class="panel beside">
        <nav aria-labelledby="guide">
          <h2 id="guide">{say('guide')}</h2>
          <ul>
            <Document code="apps" word="guidePage" />
            <Document code="apps" hash="limits" word="limits" />
            <Document code="apps" hash="errors" word="errors" />
            <Document code="apps" hash="what-changed" word="changesOfFigures" />
            <Document code="apps" hash="being-told" word="webhooks" />
            <Document code="apps" hash="registering-an-app" word="terms" />
            <Document code="apps" hash="what-you-can-rely-on" word="promises" />
            <Document code="trust" word="tokens" />
            <Document code="analysts" hash="reading-the-figures" word="figures" />
          </ul>
        </nav>
        <nav aria-labelledby="reference">
          <h2 id="reference">{say('reference')}</h2>
          <ul>
            <li>
              <Link to="/schema">{say('schema')}</Link>
            </li>
            <li>
              <a href="/explorer">{say('explorer')}</a>
            </li>
            <li>
              <Link to="/schema/changes">{say('changesOfSchema')}</Link>
            </li>
            <li>
              <Link to="/status">{say('statusPage')}</Link>
            </li>
          </ul>
        </nav>
        <nav aria-labelledby="machines">
          <h2 id="machines">{say('machines')}</h2>
          <ul>
            <File path="/schema/anonymous.graphql" word="publicSchema" />
            <File path="/openapi.json" word="openapi" />
            <File path="/export" word="tables" />
            <File path="/changes.atom" word="feed" />
            <File path="/docs/apps.md" word="markdown" />
            <File path="/llms.txt" word="llms" />
          </ul>
        </nav>
      </div>
    </div>
  );
}

function FirstRequest() {
  const { say } = useWords(words);
  const [shown, setShown] = useState<Program>('first.sh');
  const text = (firstRequests[shown] ?? '').replace('http://127.0.0.1:4000', location.origin);
  return (
    <section class="panel">
      <h2>{say('firstRequest')}</h2>
      <p>{say('firstRequestIntro')}</p>
      <p class="views">
        {(Object.keys(languages) as Program[]).map((program) => (
          <button
            type="button"
            key={program}
            aria-pressed={program === shown}
            onClick={() => {
              setShown(program);
            }}
          >
            {languages[program]}
          </button>
        ))}
      </p>
      {/* A reader scrolls it by keyboard. */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <p key={shown}>
        <CopyButton label={say('copy')} name={`${say('copy')}: ${languages[shown]}`} make={() => text} />{' '}
        <a href={`/docs/examples/first-request/${shown}`}>{shown}</a>
      </p>
    </section>
  );
}

function Command({ text }: { text: string }) {
  const { say } = useWords(words);
  return (
    <p class="command">
      <code>{text}</code> <CopyButton label={say('copy')} name={`${say('copy')}: ${text}`} make={() => text} />
    </p>
  );
}

function Document({ code, hash, word }: { code: string; hash?: string; word: keyof typeof words }) {
  const { say } = useWords(words);
  const inLanguage = useLanguage() === 'en' ? '?lang=en' : '';
  return (
    <li>
      <a href={`/developers/${code}${inLanguage}${hash === undefined ? '' : `#${hash}`}`}>{say(word)}</a>
    </li>
  );
}

function File({ path, word }: { path: string; word: keyof typeof words }) {
  const { say } = useWords(words);
  return (
    <li>
      <a href={path}>{say(word)}</a>
    </li>
  );
}
