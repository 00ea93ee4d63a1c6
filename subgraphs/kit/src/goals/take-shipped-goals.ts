import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Clock, dayInProvince } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyBaseLogger } from 'fastify';
import { goalImports } from '../all-imports.js';
import { importFile } from '../import/import-file.js';
import type { ImportKind } from '../import/import-kind.js';
import { shippedFolder } from '../shipped-folder.js';
import type { SubgraphDefinition } from '../subgraph.js';

/**
 * At a subgraph's start: takes the goals and audiences that the kit ships, where it has not taken these files before.
 * What an operator imported may contradict them: then they are refused, the log says why, and what was there stays.
 */
export async function takeShippedGoals(
  definition: SubgraphDefinition,
  em: SqlEntityManager,
  { log, now, rootPlace }: { readonly log: FastifyBaseLogger; readonly now: Clock; readonly rootPlace: string },
): Promise<void> {
  for (const kind of goalImports(definition)) {
    try {
      await takeFile({ kind, today: dayInProvince(now()), rootPlace }, em, log);
    } catch (error) {
      log.error({ err: error, kind: kind.kind }, 'cannot take a file that the kit ships');
    }
  }
}

async function takeFile(
  reading: { readonly kind: ImportKind; readonly today: string; readonly rootPlace: string },
  em: SqlEntityManager,
  log: FastifyBaseLogger,
): Promise<void> {
  const { kind } = reading;
  const file = `${kind.kind}.csv`;
  const content = await readFile(new URL(file, shippedFolder));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const known = await em.fork().execute('select from import_run where kind = ? and sha256 = ?', [kind.kind, sha256]);
  if (known.length > 0) return;
  // Not the ledger's: that it knows a goal says nothing of how complete it is.
  const options = { ...reading, file, demonstration: false, pseudonymKey: undefined, hasLedger: false };
  for await (const event of importFile(em.fork(), { ...options, content: once(content) })) {
    if (event.type === 'rejected') log.warn({ file, ...event }, 'a file that the kit ships is not taken');
  }
}

async function* once(content: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(content);
}
