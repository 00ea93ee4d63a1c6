import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { corpusNames } from './corpus.js';
import { plannerNames } from './planners.js';
import { score, table } from './score.js';

/** `PLANS=all` compares the planner with its peers, and writes each one's faults to `.data/plans.json`: `pnpm prove plans`. */
const all = process.env['PLANS'] === 'all';
/** `PLANS_CORPORA=hub,random` judges these corpora alone. */
const corpora = corpusNames.filter((name) => process.env['PLANS_CORPORA']?.split(',').includes(name) ?? true);

test('the gateway has a right plan of every operation of the corpora', async () => {
  const { scores, faults, costs } = await score(corpora, all ? plannerNames : ['gateway']);
  process.stderr.write(`${table(scores)}\n`);
  if (all) {
    const found = { faults, costs: Object.fromEntries(costs) };
    mkdirSync(new URL('../../.data/', import.meta.url), { recursive: true });
    writeFileSync(new URL('../../.data/plans.json', import.meta.url), JSON.stringify(found, null, 2));
  }
  expect(faults.gateway).toEqual([]);
  // The oracle judged plans, and did not pass over them.
  expect(scores.filter(({ operations, fetches }) => operations === 0 || fetches === 0)).toEqual([]);
}, 600_000);
