import { resolve } from 'node:path';
import { readArchive, writeArchive } from './archive-file.js';
import { type Command, parseCommand } from './command.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { UsageError } from './failure.js';
import { findSubgraph } from './organisations.js';
import { inRows } from './progress.js';

/** The options of `hub archive`. */
export const archiveOptions = {
  before: { type: 'string' },
  set: { type: 'string', multiple: true },
  keep: { type: 'boolean', default: false },
  ...endpointOptions,
} as const;

/**
 * `hub archive ORGANISATION --before DAY`: lists the rows that may leave the organisation's database, since no answer
 * depends on them. With a FILE it writes them there, reads the file back, and only then removes the rows; with
 * `--keep` it removes none.
 */
export const archive: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: archiveOptions });
  const [code, file, ...more] = positionals;
  const { before } = values;
  if (code === undefined || more.length > 0 || !/^\d{4}-\d{2}-\d{2}$/.test(before ?? '')) {
    throw new UsageError('Expected ORGANISATION, FILE where one is to be written, and --before YYYY-MM-DD.');
  }
  const organisation = findSubgraph(code).code;
  const endpoint = await endpointOf(organisation, values, surroundings);
  const { sets } = await endpoint.archivable(before ?? '');
  const chosen = values.set ? sets.filter(({ set }) => values.set?.includes(set)) : sets;
  if (values.set && chosen.length < values.set.length) {
    throw new UsageError(
      `--set: expected some of ${sets.map(({ set }) => set).join(', ')}, got ${values.set.join(', ')}.`,
    );
  }
  for (const { set, description, rows, bytes } of chosen) {
    console.log(`${set}: ${inRows(rows)}, ${(bytes / 2 ** 20).toFixed(1)} MB; ${description}`);
  }
  if (file === undefined) return 0;
  const path = resolve(surroundings.folder, file);
  const head = {
    format: 'hub archive 1',
    organisation,
    before: before ?? '',
    madeAt: new Date().toISOString(),
  } as const;
  const digest = await writeArchive(
    path,
    head,
    chosen.map(
      ({ set }) =>
        () =>
          endpoint.archiveLines(set, before ?? ''),
    ),
  );
  const read = await readArchive(path, digest);
  console.log(`${path}: written and read back, SHA-256 ${digest}.`);
  if (values.keep) return 0;
  for (const { set, rows, digest: ofRows } of read.sets) {
    if (rows > 0) await endpoint.removeArchived(set, { before: before ?? '', rows, digest: ofRows });
    console.log(`${set}: ${inRows(rows)} removed.`);
  }
  console.log(`Keep ${path} as long as the law demands: what it has is nowhere else.`);
  return 0;
};
