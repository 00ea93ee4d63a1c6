import { useTitle } from '../../frame/title.js';
import { useSession } from '../../hub/session.js';
import { useSettings } from '../../hub/settings.js';
import { useWords } from '../../language/words.js';
import { AppList } from './app-list.js';
import { ClientUses } from './client-uses.js';
import { OwnApp } from './own-app.js';
import { RegisterApp } from './register-app.js';
import { SandboxKey } from './sandbox-key.js';
import { words } from './words.js';

/** Page of third-party apps: anyone registers an app, its maker manages it, and operators decide. */
export default function AppsPage() {
  const { say } = useWords(words);
  const isOperator = useSession().person?.roles.includes('operator') === true;
  const isSandbox = useSettings()?.sandbox === true;
  useTitle(say('apps'));
  return (
    <>
      <h1>{say('apps')}</h1>
      <p class="intro">{say('appsIntro')}</p>
      {isSandbox && <SandboxKey />}
      {isOperator && <AppList />}
      {isOperator && <ClientUses />}
      <div class="panel beside">
        <RegisterApp />
        <OwnApp />
      </div>
    </>
  );
}
