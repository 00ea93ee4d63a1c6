import { ask } from '../../hub/ask.js';
import { thisDay } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { ConfirmedChange } from '../../parts/confirmed-change.js';
import { type Column, Table } from '../../parts/table.js';
import { dayOf, type ProgramKey, revokeMutation, stateOf, usableFirst } from './program-keys.js';
import { words } from './words.js';

/** A list of keys; each valid key has a button to revoke it. */
export function KeyList({
  of,
  caption,
  whenChanged,
}: {
  of: readonly ProgramKey[];
  caption: string;
  whenChanged: () => void;
}) {
  const { say, mean, language } = useWords(words);
  const today = thisDay();
  const columns: readonly Column<ProgramKey>[] = [
    { head: say('keyName'), isHead: true, cell: ({ name }) => name },
    { head: say('keyCode'), class: 'key', cell: ({ id }) => id },
    { head: say('role'), cell: ({ role, organisation }) => [mean(role), organisation].filter(Boolean).join(', ') },
    { head: say('purpose'), cell: ({ purpose }) => mean(purpose) },
    { head: say('opens'), cell: ({ tables }) => tables?.join(', ') ?? say('allTables') },
    { head: say('madeOn'), class: 'whole', cell: ({ createdAt }) => dayOf(createdAt, language) },
    { head: say('madeBy'), class: 'key', cell: ({ createdBy }) => createdBy },
    { head: say('until'), class: 'whole', cell: ({ until }) => dayOf(until, language) },
    {
      head: say('keyState'),
      cell: (key) => {
        const state = stateOf(key, today);
        return (
          <>
            <span class={`key-state ${state}`}>
              {say(state)}
              {key.revokedAt !== null && ` ${dayOf(key.revokedAt, language)}`}
            </span>
            {state === 'valid' && <Revoke of={key} whenChanged={whenChanged} />}
          </>
        );
      },
    },
  ];
  if (of.length === 0) return <p>{say('none')}</p>;
  return (
    <>
      <Table caption={caption} columns={columns} rows={usableFirst(of, today)} keyOf={({ id }) => id} />
      <p class="intro">{say('lastUsed')}</p>
    </>
  );
}

/** Revokes a key after a confirmation. */
function Revoke({ of, whenChanged }: { of: ProgramKey; whenChanged: () => void }) {
  const { say } = useWords(words);
  return (
    <ConfirmedChange
      name={say('revoke')}
      label={`${say('revoke')}: ${of.name}`}
      question={say('revokeFor')}
      failed={say('notChanged')}
      questionLabel={`${say('revokeFor')} ${of.name}`}
      keep={say('keep')}
      change={() => ask(revokeMutation, { id: of.id })}
      whenChanged={whenChanged}
    />
  );
}
