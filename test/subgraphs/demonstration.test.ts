import { youthUnion } from '@hub/youth-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../support/database.js';
import { shareOf } from '../support/released-share.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

const activations = 'commune_code,month,level,method,occurrences\n14845,2026-01,1,ONLINE,20\n';

describe('made-up data', () => {
  let subgraph: RunningSubgraph;

  /** What the contribution to a goal, and the figures of the kind of file, say of themselves. */
  const marks = async () => {
    await subgraph.release();
    const answer = await subgraph.entities(
      [{ __typename: 'Commune', code: '14845' }],
      '... on Commune { accountActivations { demonstration } }',
    );
    expect(answer.errors).toBeUndefined();
    const share = await shareOf(subgraph, { goalCode: 'ADULTS_BASIC', communeCode: '38', period: '2026' });
    return [share?.demonstration, answer.data['_entities'][0].accountActivations[0].demonstration];
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(youthUnion, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
  });
  afterAll(() => subgraph.stop());

  test('is marked as such in every contribution, and in the figures that it is part of', async () => {
    await subgraph.import('account-activations', activations);
    expect(await marks()).toEqual([false, false]);
    await subgraph.import('teams', 'code,commune_code,name_vi,name_en,founded_on,skills\n', { demonstration: true });
    expect(await marks()).toEqual([true, false]);
    await subgraph.import('account-activations', activations, { demonstration: true });
    expect(await marks()).toEqual([true, true]);
  });
});
