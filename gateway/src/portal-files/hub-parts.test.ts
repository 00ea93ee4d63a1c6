import { expect, test } from '@jest/globals';
import { countAnswer, countFault, newStats } from '../connection/subgraph-stats.js';
import { hubParts } from './hub-parts.js';

test('a part answers as its last fetch did; faults of callers say nothing of it', () => {
  const [asked, silent, unasked] = [newStats(), newStats(), newStats()];
  countAnswer(asked);
  countFault(asked, 'REQUEST_CANCELLED');
  countAnswer(silent);
  countFault(silent, 'SUBGRAPH_UNREACHABLE');
  const since = silent.silentSince;
  countFault(silent, 'SUBGRAPH_TIMEOUT');
  expect(silent.silentSince).toBe(since);
  const subgraphs = [
    { name: 'womens-union', stats: silent },
    { name: 'movement', stats: asked },
    { name: 'university', stats: unasked },
  ];
  const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
  expect(hubParts({ subgraphs }, { audit: { answers: false } })).toEqual([
    { name: 'audit', answers: false, lastAnswer: null, silentSince: null },
    { name: 'movement', answers: true, lastAnswer: moment, silentSince: null },
    { name: 'university', answers: null, lastAnswer: null, silentSince: null },
    { name: 'womens-union', answers: false, lastAnswer: moment, silentSince: moment },
  ]);
  countAnswer(silent);
  expect(hubParts({ subgraphs }, {}).at(-1)).toMatchObject({ answers: true, silentSince: null });
});

test('what the gateway knows of a part by another way comes before its fetches', () => {
  const subgraphs = [{ name: 'registry', stats: newStats() }];
  expect(hubParts({ subgraphs }, { registry: { answers: true, at: 0 } })).toEqual([
    { name: 'registry', answers: true, lastAnswer: '1970-01-01T00:00:00.000Z', silentSince: null },
  ]);
});
