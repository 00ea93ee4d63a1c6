import type { TargetedSubmitEvent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../../language/words.js';
import { Confirmed } from '../../parts/confirmed.js';
import { eventKinds, eventWords } from '../../parts/event-words.js';
import { Ticks } from '../../parts/ticks.js';
import { Copied } from '../keys/copy.js';
import { askBySecret, createWebhookMutation, deleteWebhookMutation, webhooksQuery } from './registered-apps.js';
import { words } from './words.js';

interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly kinds: readonly string[] | null;
  readonly state: string;
}

/** The webhooks of an app with their events, and a form to add one. */
export function OwnWebhooks({ secret, name }: { secret: string; name: string }) {
  const { say } = useWords(words);
  const { mean } = useWords(eventWords);
  const [webhooks, setWebhooks] = useState<readonly Webhook[]>([]);
  const [made, setMade] = useState('');
  const [fault, setFault] = useState('');
  const change = async (mutation?: string, variables: object = {}): Promise<void> => {
    setFault('');
    try {
      if (mutation !== undefined) {
        const done = await askBySecret<{ createWebhook?: { secret: string } }>(secret, mutation, variables);
        setMade(done.createWebhook?.secret ?? '');
      }
      setWebhooks((await askBySecret<{ webhooks: readonly Webhook[] | null }>(secret, webhooksQuery)).webhooks ?? []);
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  useEffect(() => {
    void change();
  }, [secret]);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const kinds = form.getAll('kinds');
    void change(createWebhookMutation, {
      input: { name, url: form.get('url'), ...(kinds.length > 0 && { kinds }) },
    });
  };
  return (
    <section class="own-webhooks">
      <h3>{say('webhooks')}</h3>
      <ul>
        {webhooks.map(({ id, url, kinds, state }) => (
          <li key={id}>
            <code>{url}</code> {(kinds ?? []).map(mean).join(', ')} ({mean(state)}){' '}
            <Confirmed
              name={say('remove')}
              label={`${say('remove')}: ${url}`}
              question={say('removeFor')}
              questionLabel={`${say('removeFor')} ${url}`}
              keep={say('keep')}
              act={() => {
                void change(deleteWebhookMutation, { id });
              }}
            />
          </li>
        ))}
      </ul>
      {made && (
        <div class="made-key" role="status">
          <p>
            <strong>{say('shownOnce')}</strong>
          </p>
          <Copied text={made} word="copyKey" />
        </div>
      )}
      <form onSubmit={submit}>
        <label>
          {say('webhookUrl')}
          <input name="url" type="url" required maxLength={1000} placeholder="https://app.example/hook" />
        </label>
        <Ticks name="kinds" legend={say('toldOf')} of={eventKinds.map((one) => [one, mean(one)] as const)} />
        <button type="submit">{say('addWebhook')}</button> {fault && <span role="alert">{fault}</span>}
      </form>
    </section>
  );
}
