import { useEffect, useState } from 'preact/hooks';
import { moment, whole } from '../../../language/numbers.js';
import { useWords } from '../../../language/words.js';
import { Confirmed } from '../../../parts/confirmed.js';
import { type Column, Table } from '../../../parts/table.js';
import type { Desk } from './desk.js';
import { DeskFault, type Receipt } from './desk-types.js';
import { words } from './words.js';

/** Imports, newest first, with the person of each. An import can be undone if no later one depends on it. */
export function Receipts({ desk, turn, whenChanged }: { desk: Desk; turn: number; whenChanged: () => void }) {
  const { say, mean, language } = useWords(words);
  const [runs, setRuns] = useState<readonly Receipt[]>();
  useEffect(() => {
    desk.receipts().then(setRuns, () => {
      setRuns([]);
    });
  }, [desk, turn]);
  if (!runs) return null;
  const who = ({ subject, client }: Receipt['by']) => subject ?? client ?? say('operator');
  const columns: readonly Column<Receipt>[] = [
    { head: say('receipt'), isHead: true, isNumber: true, cell: ({ run }) => String(run) },
    { head: say('file'), cell: ({ file }) => file },
    { head: say('kindOf'), cell: ({ title }) => title[language] },
    { head: say('who'), cell: ({ by }) => who(by) },
    { head: say('when'), class: 'whole', cell: ({ endedAt }) => moment(endedAt, language) },
    { head: say('rowsRead'), isNumber: true, cell: ({ read }) => whole(read, language) },
    { head: say('rejected'), isNumber: true, cell: ({ rejected }) => whole(rejected, language) },
    {
      head: say('result'),
      cell: (receipt) => (
        <>
          {receipt.undone
            ? `${say('undone')} ${moment(receipt.undone.at, language)} (${who(receipt.undone.by)})`
            : mean(receipt.state)}{' '}
          {!receipt.undone && receipt.written > 0 && <Undo of={receipt} desk={desk} whenDone={whenChanged} />}
        </>
      ),
    },
  ];
  return (
    <details class="receipts" id="receipts">
      <summary>{say('receipts')}</summary>
      {runs.length === 0 ? (
        <p>{say('noReceipts')}</p>
      ) : (
        <Table caption={say('receipts')} columns={columns} rows={runs} keyOf={({ run }) => run} isRead />
      )}
    </details>
  );
}

/** Undoes an import after a confirmation; if that is impossible, shows what depends on it. */
function Undo({ of, desk, whenDone }: { of: Receipt; desk: Desk; whenDone: () => void }) {
  const { say } = useWords(words);
  const [fault, setFault] = useState<DeskFault>();
  if (fault) {
    return (
      <span role="alert">
        {say('notUndone')} {fault.message || say('away')} <small>{fault.code}</small>
      </span>
    );
  }
  const label = `${say('undo')}: ${say('receipt').toLowerCase()} ${of.run}`;
  return (
    <Confirmed
      name={say('undo')}
      label={label}
      question={say('undoFor')}
      questionLabel={label}
      keep={say('keep')}
      act={() => {
        desk.undo(of.run).then(whenDone, (error: unknown) => {
          setFault(error instanceof DeskFault ? error : new DeskFault('UNREACHABLE', ''));
        });
      }}
    />
  );
}
