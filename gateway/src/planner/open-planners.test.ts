import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openPlanners } from './open-planners.js';

const supergraphSdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');

test.each([
  ['of one field', 'subscription { goalProgressChanged { goalCode } }'],
  [
    'that other subgraphs complete, with variables',
    `subscription ($goal: ID) {
       goalProgressChanged(goal: $goal) { __typename commune { code name } womensUnion { people } missing { code } }
     }`,
  ],
  [
    'as it is told of in a document’s fragments',
    'subscription { ...S } fragment S on Subscription { goalProgressChanged { status } }',
  ],
])('Hive’s planner plans a subscription %s', async (_, operation) => {
  const plan = await openPlanners({ role: 'hive', supergraphSdl, overrideLabels: [] });
  const found = await plan({ operation, labels: [], percentage: 100 });
  expect(found).toMatchObject({ by: 'hive', passedOver: {}, wrong: [], needless: [] });
});
