import type { TargetedSubmitEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useWords } from '../../language/words.js';
import { Ticks } from '../../parts/ticks.js';
import { Options } from '../../parts/options.js';
import { appPurposes, appScopes, registerApp, type Registered, republications } from './registered-apps.js';
import { RegisteredApp } from './registered-app.js';
import { words } from './words.js';

/** Form that registers an app, and then shows its client id and, only once, its secret. */
export function RegisterApp() {
  const { say, mean } = useWords(words);
  const [registered, setRegistered] = useState<Registered>();
  const [fault, setFault] = useState('');
  const [isSent, setSent] = useState(false);
  // One key for the form, so that a form sent twice registers one app.
  const key = useRef(crypto.randomUUID());
  const register = async (form: FormData): Promise<void> => {
    setSent(true);
    setFault('');
    const said = (name: string): string => ((form.get(name) as string | null) ?? '').trim();
    const input = {
      ...{ name: said('name'), use: said('use'), purpose: said('purpose'), contact: said('contact') },
      ...{ republish: said('republish'), attribution: said('attribution') || null },
      ...{ scopes: form.getAll('scopes'), origins: said('origins').split(/\s+/).filter(Boolean) },
    };
    try {
      setRegistered(await registerApp(input, key.current));
    } catch (error) {
      // Without an answer, the next try repeats the same request.
      if (!(error instanceof TypeError)) key.current = crypto.randomUUID();
      setFault(error instanceof TypeError ? say('notDone') : (error as Error).message);
    }
    setSent(false);
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void register(new FormData(event.currentTarget));
  };
  if (registered) return <RegisteredApp title={say('registered')} app={registered} />;
  return (
    <form class="make-key register-app" onSubmit={submit}>
      <h2>{say('register')}</h2>
      <div class="filters">
        <label class="whole-line">
          {say('appName')}
          <input name="name" required maxLength={100} autocomplete="off" />
        </label>
        <label class="whole-line">
          {say('appUse')}
          <input name="use" required maxLength={500} autocomplete="off" />
        </label>
        <label class="whole-line">
          {say('contact')}
          <input name="contact" type="email" required maxLength={255} autocomplete="email" />
        </label>
        <label>
          {say('purpose')}
          <select name="purpose">
            <Options of={appPurposes} called={mean} />
          </select>
        </label>
        <label>
          {say('republish')}
          <select name="republish">
            <Options of={republications} called={mean} />
          </select>
        </label>
        <label class="whole-line">
          {say('attribution')}
          <input name="attribution" maxLength={200} autocomplete="off" />
        </label>
        <label class="whole-line">
          {say('origins')}
          <textarea name="origins" rows={2} placeholder="https://app.example" />
        </label>
      </div>
      <Ticks name="scopes" legend={say('scopes')} of={appScopes.map((one) => [one, mean(one)] as const)} />
      <p>
        <button type="submit" class="main" disabled={isSent}>
          {say('register')}
        </button>{' '}
        <span role={fault ? 'alert' : 'status'}>
          {fault ? say('notRegistered') + fault : isSent && say('registering')}
        </span>
      </p>
    </form>
  );
}
