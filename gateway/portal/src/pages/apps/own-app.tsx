import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { day, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Confirmed } from '../../parts/confirmed.js';
import { Table } from '../../parts/table.js';
import { Copied } from '../keys/copy.js';
import { OwnWebhooks } from './own-webhooks.js';
import { askBySecret, type OwnApp as Own, ownQuery, renewMutation, revokeMutation } from './registered-apps.js';
import { useDayColumns, useUseColumns } from './use-columns.js';
import { words } from './words.js';

/** The app behind a secret: its state, limits, use and secrets, with buttons to change the secrets. */
export function OwnApp() {
  const { say } = useWords(words);
  const [secret, setSecret] = useState('');
  const [own, setOwn] = useState<Own>();
  const [fault, setFault] = useState('');
  const [renewed, setRenewed] = useState('');
  const show = async (by = secret): Promise<void> => {
    try {
      const answer = await askBySecret<Own>(by.trim(), ownQuery);
      setOwn(answer);
      setFault(answer.ownApp ? '' : say('noApp'));
    } catch (error) {
      setOwn(undefined);
      setFault((error as Error).message);
    }
  };
  const change = (mutation: string, variables: object = {}): void => {
    askBySecret<{ renewAppSecret?: { secret: string } }>(secret.trim(), mutation, variables).then(
      ({ renewAppSecret: made }) => {
        if (made) setRenewed(made.secret);
        void show();
      },
      (error: unknown) => {
        setFault((error as Error).message);
      },
    );
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setRenewed('');
    void show();
  };
  return (
    <section class="own-app">
      <h2>{say('own')}</h2>
      <p class="intro">{say('ownIntro')}</p>
      <form class="filters" onSubmit={submit}>
        <label>
          {say('secret')}
          <input
            name="secret"
            type="password"
            required
            autocomplete="off"
            value={secret}
            onInput={({ currentTarget }) => {
              setSecret(currentTarget.value);
            }}
          />
        </label>
        <button type="submit">{say('show')}</button>
      </form>
      {fault && <p role="alert">{fault}</p>}
      {renewed && (
        <div class="made-key" role="status">
          <p>
            <strong>{say('shownOnce')}</strong>
          </p>
          <Copied text={renewed} word="copyKey" />
        </div>
      )}
      {own?.ownApp && <Shown of={own} change={change} />}
      {own?.ownApp?.state === 'ACCEPTED' && own.ownApp.scopes.includes('webhooks:manage') && (
        <OwnWebhooks secret={secret.trim()} name={own.ownApp.name} />
      )}
    </section>
  );
}

function Shown({ of: { me, ownApp }, change }: { of: Own; change: (mutation: string, variables?: object) => void }) {
  const { say, mean, language } = useWords(words);
  const useColumns = useUseColumns();
  const dayColumns = useDayColumns();
  if (!ownApp) return null;
  const { rate, cost } = me?.limits ?? {};
  return (
    <>
      <dl class="facts">
        <dt>{say('appName')}</dt>
        <dd>{ownApp.name}</dd>
        <dt>{say('appId')}</dt>
        <dd>{ownApp.id}</dd>
        <dt>{say('state')}</dt>
        <dd>{mean(ownApp.state)}</dd>
        {ownApp.reason !== null && (
          <>
            <dt>{say('reason')}</dt>
            <dd>{ownApp.reason}</dd>
          </>
        )}
        <dt>{say('scopes')}</dt>
        <dd>{ownApp.scopes.map(mean).join(', ')}</dd>
        <dt>{say('republish')}</dt>
        <dd>{[mean(ownApp.republish), ownApp.attribution].filter(Boolean).join(': ')}</dd>
        {rate && (
          <>
            <dt>{say('rate')}</dt>
            <dd>
              {whole(rate.burst, language)} ({say('left')} {whole(rate.left, language)})
            </dd>
          </>
        )}
        {cost && (
          <>
            <dt>{say('cost')}</dt>
            <dd>{whole(cost.budget, language)}</dd>
          </>
        )}
        <dt>{say('documents')}</dt>
        <dd>{whole(ownApp.documents?.length ?? 0, language)}</dd>
        <dt>{say('secrets')}</dt>
        <dd>
          <ul>
            {ownApp.secrets?.map(({ id, until }) => (
              <li key={id}>
                <code>{id}</code> {say('until')} {day(until, language)}{' '}
                <Confirmed
                  name={say('revoke')}
                  label={`${say('revoke')}: ${id}`}
                  question={say('revokeFor')}
                  questionLabel={`${say('revokeFor')} ${id}`}
                  keep={say('keep')}
                  act={() => {
                    change(revokeMutation, { id });
                  }}
                />
              </li>
            ))}
          </ul>
          <button
            type="button"
            onClick={() => {
              change(renewMutation);
            }}
          >
            {say('renew')}
          </button>
        </dd>
      </dl>
      {ownApp.usesByDay && ownApp.usesByDay.length > 0 && (
        <Table caption={say('usesByDay')} columns={dayColumns} rows={ownApp.usesByDay} keyOf={({ day }) => day} />
      )}
      {ownApp.uses && ownApp.uses.length > 0 && (
        <Table
          caption={say('uses')}
          columns={useColumns}
          rows={ownApp.uses}
          keyOf={({ software, field }) => `${software} ${field}`}
        />
      )}
    </>
  );
}
