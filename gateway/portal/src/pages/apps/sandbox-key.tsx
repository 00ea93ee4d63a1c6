import { useState } from 'preact/hooks';
import { useWords } from '../../language/words.js';
import { appScopes, registerApp, type Registered } from './registered-apps.js';
import { RegisteredApp } from './registered-app.js';
import { words } from './words.js';

/** An app for trying the hub: a sandbox accepts it at once, with every scope of an app. */
const triedApp = {
  ...{ name: 'Sandbox', use: 'Tries the hub', purpose: 'statistics', contact: 'developer@sandbox.example' },
  ...{ republish: 'NOTHING', scopes: appScopes },
};

/** Button that gets a client id and a secret at once; only for a sandbox. */
export function SandboxKey() {
  const { say } = useWords(words);
  const [made, setMade] = useState<Registered>();
  const [fault, setFault] = useState('');
  const make = (): void => {
    registerApp(triedApp, crypto.randomUUID()).then(setMade, (error: unknown) => {
      setFault(error instanceof TypeError ? say('notDone') : (error as Error).message);
    });
  };
  if (made) return <RegisteredApp title={say('sandboxKeyMade')} app={made} />;
  return (
    <section class="panel">
      <h2>{say('sandbox')}</h2>
      <p>{say('sandboxIntro')}</p>
      <p>
        <button type="button" class="main" onClick={make}>
          {say('sandboxKey')}
        </button>{' '}
        {fault && <span role="alert">{fault}</span>}
      </p>
    </section>
  );
}
