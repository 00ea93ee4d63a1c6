import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Clock, dayInProvince } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyBaseLogger } from 'fastify';
import { goalImports } from './all-imports.js';
import type { Config } from '../settings/config.js';
import { lockStart } from '../database/lock-start.js';
import type { ImportKind } from '../file/import-kind.js';
import { rowsOfCsv } from '../file/rows-of-file.js';
import { importFile } from '../import/import-file.js';
import { StartFailure } from '@hub/runtime';
import type { SubgraphDefinition } from './subgraph.js';

export interface GoalsSync {
  readonly config: Pick<Config, 'goalsFolder' | 'rootPlace'>;
  readonly log: FastifyBaseLogger;
  readonly now: Clock;
}

/**
 * Imports the files of goals and audiences that a subgraph has not imported yet. They may contradict the operator's
 * imports: then a file is refused, the log gives the reason, and the existing rows stay.
 * @throws StartFailure where the folder has no such files.
 */
export async function syncGoals(definition: SubgraphDefinition, em: SqlEntityManager, sync: GoalsSync): Promise<void> {
  const files = await Promise.all(goalImports(definition).map((kind) => readGoals(kind, sync.config.goalsFolder)));
  await em.fork().transactional(async (started) => {
    await lockStart(started, 'files taken at the start');
    for (const file of files) await syncFile(file, em, sync);
  });
}

/** A file of goals or audiences in the folder. */
interface GoalsFile {
  readonly kind: ImportKind;
  readonly file: string;
  readonly content: Buffer;
}

async function readGoals(kind: ImportKind, folder: string): Promise<GoalsFile> {
  const file = join(folder, `${kind.kind}.csv`);
  const content = await readFile(file).catch((error: unknown) => {
    throw new StartFailure(
      `Expected GOALS_FOLDER to be a folder with audiences.csv and goals.csv: ${(error as Error).message}.`,
      2,
    );
  });
  return { kind, file, content };
}

async function syncFile(
  { kind, file, content }: GoalsFile,
  em: SqlEntityManager,
  { config: { rootPlace }, log, now }: GoalsSync,
): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const runs = await em
    .fork()
    .execute('select from import_in_force where kind = ? and sha256 = ?', [kind.kind, sha256]);
  if (runs.length > 0) return;
  const today = dayInProvince(now());
  // This import writes no ledger: a known goal proves nothing about how complete the ledger is.
  const options = { kind, file, today, rootPlace, demonstration: false, pseudonymKeys: undefined, hasLedger: false };
  const rows = rowsOfCsv(Readable.from([content]), Object.keys(kind.columns));
  for await (const event of importFile(em.fork(), { ...options, rows })) {
    if (event.type === 'rejected') log.warn({ file, ...event }, 'a file of goals is not taken');
  }
}
