import { useEffect, useState } from 'preact/hooks';
import { choosePurpose, signIn, signOut, useSession } from '../hub/session.js';
import { useWords } from '../language/words.js';
import { Link } from '../parts/link.js';
import { Options } from '../parts/options.js';
import { change, useAddress } from './address.js';
import { menu } from './pages.js';

/** The header of each page: the portal's name, the menu, and the signed-in person. */
export function Header({ mayEnter, isDemonstration }: { mayEnter: boolean; isDemonstration: boolean }) {
  const { say, language } = useWords();
  return (
    <header>
      {isDemonstration && <p class="demonstration">{say('demonstration')}</p>}
      <div class="top">
        <p class="name">
          <Link to="/">{say('portal')}</Link>
        </p>
        <Menu />
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

/** The menu, in a line, or on narrow screens behind a button with the name of the current page. */
function Menu() {
  const { path: here } = useAddress();
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    setOpen(false);
  }, [here]);
  const isCurrent = (path: string): boolean => here === path || (path !== '/' && here.startsWith(`${path}/`));
  const current = menu.find(({ path }) => isCurrent(path));
  return (
    <>
      <button
        type="button"
        class="menu"
        aria-expanded={isOpen}
        aria-controls="pages"
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {say('pages')}
        {current && `: ${say(current.word)}`} <span aria-hidden="true">{isOpen ? '▴' : '▾'}</span>
      </button>
      <nav id="pages" class={isOpen ? 'open' : ''} aria-label={say('pages')}>
        {menu.map(({ path, word }) => (
          <Link key={path} to={path} current={isCurrent(path)}>
            {say(word)}
          </Link>
        ))}
      </nav>
    </>
  );
}

function PersonOfPage() {
  const { say, mean } = useWords();
  const { person, purpose, ended, way } = useSession();
  const enter = (
    <button type="button" class="main" onClick={() => void signIn()}>
      {say('signIn')}
    </button>
  );
  if (way === 'leaving') return <span role="status">{say('signingOut')}</span>;
  if (!person) {
    return (
      <>
        {way === 'entering' && <span role="status">{say('signingIn')}</span>}
        {way === 'notEntered' && <span role="alert">{say('issuerAway')}</span>}
        {ended && !way && <span role="alert">{say('sessionEnded')}</span>}
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
      <Link to="/keys">{say('keysShort')}</Link>
      <label>
        {say('purpose')}
        <select
          value={purpose}
          onChange={(event) => {
            choosePurpose(event.currentTarget.value);
          }}
        >
          <Options of={person.purposes} called={mean} />
        </select>
      </label>
      <button type="button" onClick={() => void signOut()}>
        {say('signOut')}
      </button>
    </>
  );
}
