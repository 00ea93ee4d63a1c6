import type { ImportReceipt } from '@hub/kit/service';
import { type Command, parseCommand } from './command.js';
import { endpointOptions } from './endpoint-of.js';
import { deskOf } from './desk-of.js';
import { Failure, Refused, UsageError } from './failure.js';
import { codeOf } from './home.js';
import { type Column, textTable } from './text-table.js';

/** Default number of receipts in the list. */
const listed = '20';

const columns: readonly Column<ImportReceipt>[] = [
  { title: 'run', width: 8, text: ({ run }) => String(run) },
  { title: 'when', width: 20, text: ({ endedAt }) => endedAt.slice(0, 19).replace('T', ' ') },
  { title: 'kind', width: 20, text: ({ kind }) => kind },
  { title: 'file', width: 30, text: ({ file }) => file },
  { title: 'state', width: 14, text: ({ state, undone }) => (undone ? 'UNDONE' : state) },
  { title: 'rows', width: 12, text: ({ written, read }) => `${written} of ${read}` },
  {
    title: 'new/changed/out',
    width: 18,
    text: ({ added, changed, removed }) => [added, changed, removed].map((one) => one ?? '–').join('/'),
  },
  { title: 'by', width: 24, text: ({ by: { subject, client } }) => subject ?? client ?? 'operator' },
  { title: 'SHA-256', width: 12, text: ({ sha256 }) => sha256?.slice(0, 12) ?? '' },
];

/** `hub imports <organisation> [undo <run>]`: lists the receipts of imports, or undoes an import. */
export const imports: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: { first: { type: 'string', default: listed }, ...endpointOptions },
  });
  const [organisation, action, run, ...more] = positionals;
  const isUndo = action === 'undo' && /^\d{1,9}$/.test(run ?? '');
  if (organisation === undefined || more.length > 0 || (action !== undefined && !isUndo))
    throw new UsageError(
      `Expected <organisation>, or <organisation> undo <run>, got ${positionals.join(' ') || 'nothing'}.`,
    );
  if (!/^[1-9]\d{0,2}$/.test(values.first))
    throw new UsageError(`--first: expected a number from 1 to 999, got ${values.first}.`);
  const desk = await deskOf(codeOf(organisation, surroundings), values, surroundings);
  if (!isUndo) {
    const receipts = await desk.runs(Number(values.first));
    console.log(receipts.length === 0 ? 'No file came in.' : textTable(columns, receipts).join('\n'));
    return 0;
  }
  try {
    const { kind, removed, restored, returned } = await desk.undo(Number(run));
    console.log(
      `Import ${run ?? ''} of ${kind} is taken back: ${removed} rows taken out, ${restored} set back, ${returned} put in again.`,
    );
    return 0;
  } catch (error) {
    throw error instanceof Refused ? new Failure(error.answer.message) : error;
  }
};
