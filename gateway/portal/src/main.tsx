import './styles/index.css';
import { render } from 'preact';
import { useAddressOf } from './frame/address.js';
import { Boundary } from './frame/boundary.js';
import { Footer } from './frame/footer.js';
import { Header } from './frame/header.js';
import { PageOf } from './frame/page-of.js';
import { usePrintedMark } from './frame/title.js';
import { resume } from './hub/session.js';
import { useSettings } from './hub/settings.js';
import { languageIn } from './language/language.js';
import { useWords } from './language/words.js';
import { SaysWho } from './parts/says-who.js';

function Portal() {
  const path = useAddressOf((address) => address.path);
  // A change of the language renders all texts again from here.
  useAddressOf(({ state }) => languageIn(state));
  const { say } = useWords();
  const known = useSettings();
  const isDemonstration = known?.demonstration ?? false;
  usePrintedMark(isDemonstration);
  // Inside another site's page, only the chart is shown.
  if (path.startsWith('/embed/')) {
    return (
      <main id="content" class="embedded">
        {isDemonstration && <p class="demonstration">{say('demonstration')}</p>}
        <Boundary key={path}>
          <PageOf path={path} />
        </Boundary>
        <SaysWho />
      </main>
    );
  }
  return (
    <>
      <a class="skip" href="#content">
        {say('skip')}
      </a>
      <Header mayEnter={known !== undefined && known.issuer !== null} isDemonstration={isDemonstration} />
      <main id="content" tabIndex={-1}>
        <Boundary key={path}>
          <PageOf path={path} />
        </Boundary>
      </main>
      <Footer />
      <SaysWho />
    </>
  );
}

const place = document.getElementById('portal');

/** How long the page waits for the session before it shows the public content, in milliseconds. */
const patienceMs = 2000;

const begin = (): void => {
  if (!place) return;
  render(
    <Boundary>
      <Portal />
    </Boundary>,
    place,
  );
};
const late = new Promise((done) => setTimeout(done, patienceMs));
Promise.race([resume(), late]).then(begin, begin);
