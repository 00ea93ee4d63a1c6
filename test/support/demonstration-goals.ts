import { readFile } from 'node:fs/promises';
import { expect } from '@jest/globals';
import type { RunningSubgraph } from './subgraph.js';

const folder = new URL('../../schema/demo/', import.meta.url);

/** Brings the demonstration's own goal in, as it must be before the files of organisations that count on it. */
export async function importDemonstrationGoals(subgraph: RunningSubgraph): Promise<void> {
  for (const kind of ['audiences', 'goals']) {
    const lines = await subgraph.import(kind, await readFile(new URL(`${kind}.csv`, folder)));
    expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  }
}
