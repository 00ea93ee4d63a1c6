import { expect, test } from '@jest/globals';
import { forRoles, hubLimits, readLimits } from './limits.js';

const [kib, mib] = [1024, 1024 * 1024];

/** The figures in docs/decisions/limits.md. */
const documented = {
  ...{ bodies: 100, bodyMs: 10_000, compressionRatio: 40, jsonDepth: 64, jsonValues: 10_000, batch: 1 },
  ...{ planningSteps: 1_000_000, responseBytes: 16 * mib, concurrency: 100, exports: 4 },
  ...{ imports: 2, importBytes: 512 * mib },
  ...{ listSize: 10, fetchCost: 100, subgraphConcurrency: 8, processorShare: 0.3 },
  ...{ cacheBytes: 96 * mib, figuresBytes: 16 * mib },
  bodyBytes: {
    ...{ anonymous: 64 * kib, analyst: mib, app: mib, staff: mib, auditor: mib, operator: mib },
    'organisation-service': mib,
  },
  document: {
    ...{ lines: 4000, tokens: 4000, definitions: 100, depth: 20, selections: 2000, aliases: 100 },
    ...{ directives: 50, rootFields: 50, repetitions: 10_000 },
  },
  exportRows: { anonymous: 10_000, app: 100_000, staff: 200_000, analyst: 200_000, auditor: 5_000_000 },
  cost: {
    ...{ anonymous: 10_000, app: 20_000, staff: 50_000, 'organisation-service': 50_000 },
    ...{ auditor: 100_000, analyst: 100_000 },
  },
  rate: { anonymous: { burst: 500, perSecond: 100 }, app: { burst: 1000, perSecond: 200 } },
  addressRate: { burst: 2000, perSecond: 500 },
};

test('the hub’s limits are those that are documented', () => {
  expect(hubLimits).toEqual(documented);
});

test('limits that are given replace those of the hub: by role as a whole, of documents one by one', () => {
  expect(readLimits({ batch: 5, document: { depth: 7 }, cost: { anonymous: 5 } })).toEqual({
    ...documented,
    batch: 5,
    document: { ...documented.document, depth: 7 },
    cost: { anonymous: 5 },
  });
});

test.each([[{ bacth: 5 }], [{ batch: 0 }], [{ cost: { app: 'much' } }], [{ rate: { app: { burst: 1 } } }], ['off']])(
  '%j are no limits',
  (given) => {
    expect(() => readLimits(given)).toThrow();
  },
);

test('a caller of several roles has the most that one of them has, and never less than everyone', () => {
  const most = (...roles: string[]) => forRoles({ anonymous: 2, app: 1, analyst: 3, staff: 4 }, roles, Number);
  expect([most(), most('app'), most('analyst'), most('staff', 'analyst'), most('constructor')]).toEqual([
    2, 2, 3, 4, 2,
  ]);
});
