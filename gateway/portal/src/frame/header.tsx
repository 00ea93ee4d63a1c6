import { choosePurpose, purposesOf, signIn, signOut, useSession } from '../hub/session.js';
import { useWords } from '../language/words.js';
import { Link } from '../parts/link.js';
import { change, useAddress } from './address.js';
import { pages } from './pages.js';

/** What stands above each page: whose figures these are, the pages, and who has signed in. */
export function Header({ mayEnter, isDemonstration }: { mayEnter: boolean; isDemonstration: boolean }) {
  const { path: here } = useAddress();
  const { say, language } = useWords();
  return (
    <header>
      {isDemonstration && <p class="demonstration">{say('demonstration')}</p>}
      <div class="top">
        <p class="name">
          <Link to="/">{say('portal')}</Link>
        </p>
        <nav aria-label={say('pages')}>
          {pages.map(({ path, word }) =>
            word === undefined ? null : (
              <Link key={path} to={path} current={here === path || (path !== '/' && here.startsWith(`${path}/`))}>
                {say(word)}
              </Link>
            ),
          )}
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
      <Link to="/keys">{say('keysShort')}</Link>
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
