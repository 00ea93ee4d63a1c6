import { ask } from '../../hub/ask.js';
import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { ConfirmedChange } from '../../parts/confirmed-change.js';
import { type Column, Table } from '../../parts/table.js';
import { type Choices, deleteMutation, type MailAlert } from './mail-alerts.js';
import { words } from './words.js';

/** The person's alerts, each with its subject and a button to delete it. */
export function AlertList(props: { of: readonly MailAlert[]; choices: Choices; whenChanged: () => void }) {
  const { of, choices, whenChanged } = props;
  const { say, mean, language } = useWords(words);
  const titles = new Map(choices.goals.map(({ code, title }) => [code, title]));
  const names = new Map(choices.communes.map(({ code, name }) => [code, name]));
  const called = (codes: readonly string[], by: ReadonlyMap<string, string>): string =>
    codes.map((code) => by.get(code) ?? code).join(', ');
  const columns: readonly Column<MailAlert>[] = [
    { head: say('address'), isHead: true, class: 'key', cell: ({ address }) => address },
    { head: say('kinds'), cell: ({ kinds }) => kinds.map(mean).join(', ') },
    { head: say('goalsOf'), cell: ({ goalCodes }) => (goalCodes ? called(goalCodes, titles) : say('allGoals')) },
    {
      head: say('commune'),
      cell: ({ communeCodes }) => (communeCodes ? called(communeCodes, names) : say('noCommunes')),
    },
    { head: say('languageOf'), cell: (alert) => mean(alert.language) },
    { head: say('until'), class: 'whole', cell: ({ until }) => day(until, language) },
    {
      head: say('state'),
      cell: (alert) => (
        <>
          {[alert.state, alert.disabledReason].flatMap((one) => (one === null ? [] : [mean(one)])).join(': ')}{' '}
          <Delete of={alert} whenDeleted={whenChanged} />
        </>
      ),
    },
  ];
  if (of.length === 0) return <p>{say('noAlerts')}</p>;
  return <Table caption={`${say('listed')}: ${of.length}`} columns={columns} rows={of} keyOf={({ id }) => id} isRead />;
}

/** Deletes an alert after a confirmation. */
function Delete({ of, whenDeleted }: { of: MailAlert; whenDeleted: () => void }) {
  const { say } = useWords(words);
  return (
    <ConfirmedChange
      name={say('remove')}
      label={`${say('remove')}: ${of.address}`}
      question={say('removeFor')}
      failed={say('notRemoved')}
      questionLabel={`${say('removeFor')} ${of.address}`}
      keep={say('keep')}
      change={() => ask(deleteMutation, { id: of.id })}
      whenChanged={whenDeleted}
    />
  );
}
