import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Clock, dayInProvince } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyBaseLogger } from 'fastify';
import { goalImports } from '../all-imports.js';
import type { Config } from '../config.js';
import { importFile } from '../import/import-file.js';
import { StartFailure } from '../start-failure.js';
import type { SubgraphDefinition } from '../subgraph.js';

export interface GoalsSync {
  readonly config: Pick<Config, 'goalsFolder' | 'rootPlace'>;
  readonly log: FastifyBaseLogger;
  readonly now: Clock;
}

/**
 * Takes in the files of goals and audiences that a subgraph has not taken yet. What an operator imported may contradict
 * them: then a file is refused, the log says why, and what was there stays.
 * @throws StartFailure where the folder has no such files.
 */
export async function syncGoals(
  definition: SubgraphDefinition,
  em: SqlEntityManager,
  { config, log, now }: GoalsSync,
): Promise<void> {
  const { goalsFolder, rootPlace } = config;
  for (const kind of goalImports(definition)) {
    const file = join(goalsFolder, `${kind.kind}.csv`);
    const content = await readFile(file).catch((error: unknown) => {
      throw new StartFailure(
        `Expected GOALS_FOLDER to be a folder with audiences.csv and goals.csv: ${(error as Error).message}.`,
        2,
      );
    });
    const sha256 = createHash('sha256').update(content).digest('hex');
    const runs = await em.fork().execute('select from import_run where kind = ? and sha256 = ?', [kind.kind, sha256]);
    if (runs.length > 0) continue;
    const today = dayInProvince(now());
    // Not the ledger's: that it knows a goal says nothing of how complete it is.
    const options = { kind, file, today, rootPlace, demonstration: false, pseudonymKeys: undefined, hasLedger: false };
    for await (const event of importFile(em.fork(), { ...options, content: Readable.from([content]) })) {
      if (event.type === 'rejected') log.warn({ file, ...event }, 'a file of goals is not taken');
    }
  }
}
