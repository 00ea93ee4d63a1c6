import { basename, dirname, join, resolve } from 'node:path';
import { isHubService, subgraphs } from '@hub/schema';
import type { Correction } from '../import/import-kind.js';
import type { ImportCatalogue } from '../import/import.route.js';
import { audienceImport, goalImport } from '../goals/goal.import.js';
import { placeImport } from '../places/place.import.js';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { doorOf, doorOptions } from './door-of.js';
import { UsageError } from './failure.js';
import { factsOf, type FileFacts } from './file-facts.js';
import { handOver, type Receipt } from './hand-over.js';
import type { OperatorDoor } from './operator-door.js';
import { findSubgraph } from './organisations.js';
import { inRows, showProgress } from './progress.js';

/** What the shell is told when a file is in, but not every row of it. */
const someRejected = 3;

/** Names every organisation, where what all of them know is imported. */
const everyone = 'all';

const kindsOfEveryone: readonly string[] = [placeImport, audienceImport, goalImport].map(({ kind }) => kind);

/** `hub import <organisation> [<kind> <file>]`: hands a file to a running subgraph, or lists what it takes. */
export const importFile: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: {
      demonstration: { type: 'boolean', default: false },
      rejected: { type: 'string' },
      on: { type: 'string' },
      through: { type: 'string' },
      ...doorOptions,
    },
  });
  const [organisation, kind, file, ...more] = positionals;
  if (organisation === undefined || (kind !== undefined && file === undefined) || more.length > 0) {
    throw new UsageError(`Expected <organisation> <kind> <file>, got ${positionals.join(' ') || 'nothing'}.`);
  }
  if (organisation === everyone && !kindsOfEveryone.includes(kind ?? ''))
    throw new UsageError(
      `Expected an organisation, or ${everyone} for ${kindsOfEveryone.join(', ')} alone, got ${positionals.join(' ')}.`,
    );
  const codes =
    organisation === everyone
      ? subgraphs.map(({ code }) => code).filter((code) => !isHubService(code))
      : [findSubgraph(organisation).code];
  const path = resolve(surroundings.folder, file ?? '');
  const facts = file === undefined ? undefined : await factsOf(path);
  for (const code of codes) {
    const door = await doorOf(code, values, surroundings, organisation !== everyone);
    const exitCode = await handOverTo(door, { ...values, kind, path, facts }, surroundings);
    if (exitCode !== 0) return exitCode;
  }
  return 0;
};

interface Wish {
  readonly kind: string | undefined;
  readonly path: string;
  /** Undefined where the kinds are asked for. */
  readonly facts: FileFacts | undefined;
  readonly demonstration: boolean;
  readonly rejected?: string | undefined;
  readonly on?: string | undefined;
  readonly through?: string | undefined;
}

/** Hands a file to one subgraph, or lists what it takes. */
async function handOverTo(door: OperatorDoor, wish: Wish, { folder }: Surroundings): Promise<number> {
  const { organisation } = door;
  const { kind, path, facts, demonstration, on, through } = wish;
  const catalogue = await door.catalogue();
  if (kind === undefined || facts === undefined) {
    console.log(describeKinds(organisation, catalogue));
    return 0;
  }
  if (!catalogue.kinds.some((one) => one.kind === kind)) {
    throw new UsageError(
      `Expected a kind that ${organisation} takes, got ${JSON.stringify(kind)}.\n${describeKinds(organisation, catalogue)}`,
    );
  }

  const rejectedFile = wish.rejected === undefined ? besideFile(path) : resolve(folder, wish.rejected);
  const progress = showProgress();
  const track = progress.track(organisation, facts.rows);
  try {
    const receipt = await handOver(
      door,
      { kind, path, demonstration, on, through },
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
}

/** `members.csv` has its rejected rows in `members.rejected.csv`. */
function besideFile(path: string): string {
  return join(dirname(path), `${basename(path, '.csv')}.rejected.csv`);
}

function describeReceipt(
  { read, written, rejected, ignoredColumns, rejections, corrected, corrections }: Receipt,
  { file, rejectedFile }: { readonly file: string; readonly rejectedFile: string },
): string {
  const lines = [`${inRows(read)} read, ${inRows(written)} written, ${inRows(rejected)} rejected.`];
  lines.push(
    ...rejections.map(({ row, column, reason }) => `  ${file}, row ${row}, ${column || 'the row'}: ${reason}.`),
  );
  if (corrected > 0) lines.push(`${corrected} values are not what they were:`);
  lines.push(
    ...corrections.map(
      ({ key, column, former, now }) => `  ${key}, ${column}: ${described(former)} → ${described(now)}`,
    ),
  );
  if (corrected > corrections.length) lines.push(`  and ${corrected - corrections.length} more`);
  if (ignoredColumns.length > 0)
    lines.push(`Columns that this kind does not have, ignored: ${ignoredColumns.join(', ')}.`);
  if (rejected > 0 && written === 0) lines.push('Nothing of the file is in.');
  if (rejected > 0) lines.push(`Which rows were rejected and why: ${rejectedFile}`);
  return lines.join('\n');
}

function described(value: Correction['now']): string {
  return value === null ? 'none' : String(value);
}

function describeKinds(organisation: string, { kinds }: ImportCatalogue): string {
  const lines = kinds.flatMap(({ kind, description, columns }) => [
    `  ${kind}: ${description}`,
    ...columns.map(({ name, expected }) => `    ${name}: ${expected}`),
  ]);
  return [`${organisation} takes, in this order:`, ...lines].join('\n');
}
