import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CorpusGraph, CorpusName } from '../corpus.js';
import { apolloBehaviours } from './from-apollo-behaviours.js';
import { federation } from './from-federation.js';
import { hiveRouter } from './from-hive-router.js';
import { hub } from './from-hub.js';
import { deferred, failed, random } from './from-random.js';

type Source = (options: {
  readonly hive: string | undefined;
  readonly root: string;
}) => Promise<CorpusGraph[]> | CorpusGraph[];

const sources: Readonly<Record<CorpusName, Source>> = {
  hub,
  random,
  deferred,
  failed,
  federation,
  'apollo-behaviours': apolloBehaviours,
  'hive-router': hiveRouter,
};

/**
 * Writes corpora; without names all but Hive's, whose source is another repository.
 * @param args the command's.
 * @param directory where they are kept.
 */
export async function write(args: readonly string[], directory: string): Promise<void> {
  const at = args.indexOf('--hive');
  const hive = at < 0 ? undefined : args[at + 1];
  const named = args.filter((arg): arg is CorpusName => arg in sources);
  const all = (Object.keys(sources) as CorpusName[]).filter((name) => name !== 'hive-router' || hive !== undefined);
  for (const name of named.length > 0 ? named : all) {
    const graphs = await sources[name]({ hive, root: join(directory, '../../..') });
    const count = graphs.reduce((sum, { operations }) => sum + operations.length, 0);
    writeFileSync(join(directory, `${name}.json.gz`), gzipSync(JSON.stringify(graphs), { level: 9 }));
    console.log(`${name}: ${count} operations on ${graphs.length} supergraphs`);
  }
}
