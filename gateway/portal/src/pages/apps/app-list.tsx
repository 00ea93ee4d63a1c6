import { useState } from 'preact/hooks';
import { ask, useAnswer } from '../../hub/ask.js';
import { useWords } from '../../language/words.js';
import { Confirmed } from '../../parts/confirmed.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { appsQuery, clearMutation, decideMutation, type ListedApp, stepsFrom } from './registered-apps.js';
import { words } from './words.js';

/** List of apps for operators, with their decisions. */
export function AppList() {
  const { say, mean } = useWords(words);
  const answer = useAnswer<{ readonly apps: readonly ListedApp[] | null }>(appsQuery, {});
  const columns: readonly Column<ListedApp>[] = [
    { head: say('appName'), isHead: true, cell: ({ name }) => name },
    { head: say('appId'), class: 'key', cell: ({ id }) => id },
    { head: say('appUse'), cell: ({ use, purpose }) => `${use} (${mean(purpose)})` },
    { head: say('contact'), class: 'key', cell: ({ contact }) => contact },
    { head: say('republish'), cell: (app) => [mean(app.republish), app.attribution].filter(Boolean).join(': ') },
    { head: say('scopes'), cell: ({ scopes, origins }) => [...scopes.map(mean), ...origins].join(', ') },
    { head: say('state'), cell: ({ state, reason }) => [mean(state), reason].filter(Boolean).join(': ') },
    { head: say('decision'), cell: (app) => <Decide of={app} whenDone={answer.again} /> },
  ];
  if (answer.is !== 'answered') return <Waiting answer={answer} />;
  const apps = answer.data.apps ?? [];
  const isFull = apps.some(({ state }) => state === 'WAITING' || state === 'UNCONFIRMED');
  const clear = (): void => {
    ask(clearMutation, { reason: say('cleared') }).then(answer.again, answer.again);
  };
  return (
    <section class="apps">
      <h2>{say('all')}</h2>
      {apps.length === 0 ? (
        <p>{say('none')}</p>
      ) : (
        <Table caption={say('all')} columns={columns} rows={apps} keyOf={({ id }) => id} isRead />
      )}
      {isFull && (
        <Confirmed
          name={say('clear')}
          label={say('clear')}
          question={say('clearFor')}
          questionLabel={say('clearFor')}
          keep={say('keep')}
          act={clear}
        />
      )}
    </section>
  );
}

/** Form for a step with an app, with its reason. */
function Decide({ of, whenDone }: { of: ListedApp; whenDone: () => void }) {
  const { say, mean } = useWords(words);
  const [reason, setReason] = useState('');
  const [hasFailed, setFailed] = useState(false);
  const decide = (step: string): void => {
    ask(decideMutation, { id: of.id, decision: { step, reason: reason.trim() || null } }).then(whenDone, () => {
      setFailed(true);
    });
  };
  return (
    <span class="confirm" role="group" aria-label={`${say('decision')}: ${of.name}`}>
      <input
        aria-label={`${say('reason')}: ${of.name}`}
        placeholder={say('reason')}
        value={reason}
        maxLength={1000}
        onInput={({ currentTarget }) => {
          setReason(currentTarget.value);
        }}
      />{' '}
      {(stepsFrom[of.state] ?? []).map((step) => (
        <button
          key={step}
          type="button"
          aria-label={`${mean(step)}: ${of.name}`}
          disabled={(step === 'REFUSE' || step === 'SUSPEND') && reason.trim() === ''}
          onClick={() => {
            decide(step);
          }}
        >
          {mean(step)}
        </button>
      ))}
      {hasFailed && <span role="alert">{say('notDone')}</span>}
    </span>
  );
}
