import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Operations on supergraphs, fixed so that planners can be compared over time. `corpora/README.md` has what each is. */
export interface Corpus {
  readonly name: CorpusName;
  readonly graphs: readonly CorpusGraph[];
}

export interface CorpusGraph {
  readonly name: string;
  readonly sdl: string;
  readonly operations: readonly CorpusOperation[];
}

export interface CorpusOperation {
  /** Unique in its graph, so that findings can name it. */
  readonly id: string;
  readonly text: string;
  readonly operationName?: string;
  /** The labels of overrides that are on; none where it is absent. */
  readonly labels?: readonly string[];
  /** Which of a hundred requests it is, for overrides that take a share of them; 0 where it is absent. */
  readonly percentage?: number;
}

export const corpusNames = [
  'hub',
  'random',
  'deferred',
  'hive-router',
  'apollo-behaviours',
  'federation',
  'failed',
] as const;

export type CorpusName = (typeof corpusNames)[number];

/** Where a corpus is kept. */
export function corpusFile(name: CorpusName): URL {
  return new URL(`corpora/${name}.json.gz`, import.meta.url);
}

/** Reads a corpus. */
export function readCorpus(name: CorpusName): Corpus {
  const graphs = JSON.parse(gunzipSync(readFileSync(corpusFile(name))).toString()) as CorpusGraph[];
  return { name, graphs };
}
