import { basename, dirname, join, resolve } from 'node:path';
import type { ImportCatalogue } from '../import/import.route.js';
import { type Command, parseCommand } from './command.js';
import { doorOf, doorOptions } from './door-of.js';
import { UsageError } from './failure.js';
import { factsOf } from './file-facts.js';
import { handOver, type Receipt } from './hand-over.js';
import { findSubgraph } from './organisations.js';
import { inRows, showProgress } from './progress.js';

/** What the shell is told when a file is in, but not every row of it. */
const someRejected = 3;

/** `hub import <organisation> [<kind> <file>]`: hands a file to a running subgraph, or lists what it takes. */
export const importFile: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: {
      demonstration: { type: 'boolean', default: false },
      rejected: { type: 'string' },
      ...doorOptions,
    },
  });
  const [organisation, kind, file, ...more] = positionals;
  if (organisation === undefined || (kind !== undefined && file === undefined) || more.length > 0) {
    throw new UsageError(`Expected <organisation> <kind> <file>, got ${positionals.join(' ') || 'nothing'}.`);
  }
  const { code } = findSubgraph(organisation);
  const inFolder = (path: string) => resolve(surroundings.folder, path);
  const path = inFolder(file ?? '');
  const facts = file === undefined ? undefined : await factsOf(path);

  const door = await doorOf(code, values, surroundings);
  const catalogue = await door.catalogue();
  if (kind === undefined || facts === undefined) {
    console.log(describeKinds(code, catalogue));
    return 0;
  }
  if (!catalogue.kinds.some((one) => one.kind === kind)) {
    throw new UsageError(
      `Expected a kind that ${code} takes, got ${JSON.stringify(kind)}.\n${describeKinds(code, catalogue)}`,
    );
  }

  const rejectedFile = values.rejected === undefined ? besideFile(path) : inFolder(values.rejected);
  const progress = showProgress();
  const track = progress.track(code, facts.rows);
  try {
    const receipt = await handOver(
      door,
      { kind, path, demonstration: values.demonstration },
      {
        rejectedFile,
        onRead: (rows) => {
          track.advance(rows, kind);
        },
      },
    );
    track.finish(`${inRows(receipt.read)} of ${kind}`);
    progress.close();
    console.log(describeReceipt(receipt, { file: basename(path), rejectedFile }));
    return receipt.rejected === 0 ? 0 : someRejected;
  } finally {
    progress.close();
  }
};

/** `members.csv` has its rejected rows in `members.rejected.csv`. */
function besideFile(path: string): string {
  return join(dirname(path), `${basename(path, '.csv')}.rejected.csv`);
}

function describeReceipt(
  { read, written, rejected, ignoredColumns, rejections }: Receipt,
  { file, rejectedFile }: { readonly file: string; readonly rejectedFile: string },
): string {
  const lines = [`${inRows(read)} read, ${inRows(written)} written, ${inRows(rejected)} rejected.`];
  lines.push(
    ...rejections.map(({ row, column, reason }) => `  ${file}, row ${row}, ${column || 'the row'}: ${reason}.`),
  );
  if (written + rejected < read)
    lines.push('A file of this kind is taken as a whole or not at all: nothing of it is in.');
  if (ignoredColumns.length > 0)
    lines.push(`Columns that this kind does not have, ignored: ${ignoredColumns.join(', ')}.`);
  if (rejected > 0) lines.push(`Which rows were rejected and why: ${rejectedFile}`);
  return lines.join('\n');
}

function describeKinds(organisation: string, { kinds }: ImportCatalogue): string {
  const lines = kinds.flatMap(({ kind, description, columns }) => [
    `  ${kind}: ${description}`,
    ...columns.map(({ name, expected }) => `    ${name}: ${expected}`),
  ]);
  return [`${organisation} takes, in this order:`, ...lines].join('\n');
}
