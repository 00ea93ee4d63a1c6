import './styles.css';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { change, go, useAddress } from './address.js';
import { GoalPage } from './goal.js';
import { Overview } from './overview.js';
import { Link } from './parts.js';
import { SaysWho } from './says-who.js';
import { choosePurpose, finishSignIn, purposesOf, resume, signIn, signOut, useSession } from './session.js';
import { type Settings, settings } from './settings.js';
import { StatusPage } from './status.js';
import { useTitle } from './title.js';
import { useWords } from './words.js';

function Portal() {
  const { path } = useAddress();
  const { say } = useWords();
  const [known, setKnown] = useState<Settings>();
  useEffect(() => {
    settings().then(setKnown, () => undefined);
  }, []);
  return (
    <>
      <a class="skip" href="#content">
        {say('skip')}
      </a>
      <Header mayEnter={known !== undefined && known.issuer !== null} isDemonstration={known?.demonstration ?? false} />
      <main id="content" tabIndex={-1}>
        <Page path={path} />
      </main>
      <SaysWho />
    </>
  );
}

function Page({ path }: { path: string }) {
  const [, goal] = /^\/goals\/([\w-]+)$/.exec(path) ?? [];
  if (path === '/') return <Overview />;
  if (goal !== undefined) return <GoalPage key={goal} code={goal} />;
  if (path === '/status') return <StatusPage />;
  if (path === '/signed-in') return <SignedIn />;
  return <NoSuchPage />;
}

function NoSuchPage() {
  const { say } = useWords();
  useTitle(say('noSuchPage'));
  return <h1>{say('noSuchPage')}</h1>;
}

function Header({ mayEnter, isDemonstration }: { mayEnter: boolean; isDemonstration: boolean }) {
  const { path } = useAddress();
  const { say, language } = useWords();
  return (
    <header>
      {isDemonstration && <p class="demonstration">{say('demonstration')}</p>}
      <div class="top">
        <p class="name">
          <Link to="/">{say('portal')}</Link>
        </p>
        <nav aria-label={say('pages')}>
          <Link to="/" current={path === '/'}>
            {say('overview')}
          </Link>
          <Link to="/status" current={path === '/status'}>
            {say('status')}
          </Link>
        </nav>
        <div class="person">
          {mayEnter && <PersonOfPage />}
          <button
            type="button"
            lang={language === 'vi' ? 'en' : 'vi'}
            onClick={() => {
              change({ lang: language === 'vi' ? 'en' : '' });
            }}
          >
            {say('language')}
          </button>
        </div>
      </div>
    </header>
  );
}

function PersonOfPage() {
  const { say, mean } = useWords();
  const { person, purpose, ended } = useSession();
  const enter = (
    <button type="button" class="main" onClick={() => void signIn()}>
      {say('signIn')}
    </button>
  );
  if (!person) {
    return (
      <>
        {ended && <span role="alert">{say('sessionEnded')}</span>}
        {enter}
      </>
    );
  }
  return (
    <>
      <span>
        {say('signedInAs')} <strong>{person.name}</strong>
        {person.roles.some((role) => role !== person.name) && ` (${person.roles.map(mean).join(', ')})`}
      </span>
      <label>
        {say('purpose')}
        <select
          value={purpose}
          onChange={(event) => {
            choosePurpose(event.currentTarget.value);
          }}
        >
          {purposesOf(person.roles).map((one) => (
            <option key={one} value={one}>
              {mean(one)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => void signOut()}>
        {say('signOut')}
      </button>
    </>
  );
}

/** Where the issuer leads back to. */
function SignedIn() {
  const { say } = useWords();
  const [failed, setFailed] = useState(false);
  useTitle(say('signIn'));
  useEffect(() => {
    finishSignIn().then(
      (address) => {
        const { pathname, search } = new URL(address, location.origin);
        go({ path: pathname, state: Object.fromEntries(new URLSearchParams(search)) }, true);
      },
      () => {
        setFailed(true);
      },
    );
  }, []);
  return (
    <>
      <h1>{say('signIn')}</h1>
      <p role="status">{say(failed ? 'signInFailed' : 'signingIn')}</p>
    </>
  );
}

const place = document.getElementById('portal');
const begin = (): void => {
  if (place) render(<Portal />, place);
};
resume().then(begin, begin);
