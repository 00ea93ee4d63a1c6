import './styles/index.css';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useAddressOf } from './frame/address.js';
import { Header } from './frame/header.js';
import { PageOf } from './frame/page-of.js';
import { resume } from './hub/session.js';
import { type Settings, settings } from './hub/settings.js';
import { languageIn } from './language/language.js';
import { useWords } from './language/words.js';
import { SaysWho } from './parts/says-who.js';

function Portal() {
  const path = useAddressOf((address) => address.path);
  // All words of the portal follow from here.
  useAddressOf(({ state }) => languageIn(state));
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
        <PageOf path={path} />
      </main>
      <SaysWho />
    </>
  );
}

const place = document.getElementById('portal');
const begin = (): void => {
  if (place) render(<Portal />, place);
};
resume().then(begin, begin);
