import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { womensUnion } from '../../subgraphs/womens-union/src/subgraph.js';
import { newDatabase } from '../support/database.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

let subgraph: RunningSubgraph;
const digests = { first: 'A'.repeat(43), other: 'B'.repeat(43) };

beforeAll(async () => {
  subgraph = await startSubgraph(womensUnion, newDatabase());
});
afterAll(() => subgraph.stop());

const keep = (id: string, digest: string) =>
  subgraph.query(
    `mutation { womensUnionKeepPublication(id: "${id}", digest: "${digest}", signature: "a..b") { id digest } }`,
  );
const kept = async () =>
  (await subgraph.query('{ womensUnionKeptPublications { id digest signature } }')).data['womensUnionKeptPublications'];

test('an organisation holds a publication’s digest, whatever comes under its id later', async () => {
  const { first, other } = digests;
  expect((await keep('2026-10_1', first)).data['womensUnionKeepPublication']).toEqual({
    id: '2026-10_1',
    digest: first,
  });
  expect((await keep('2026-10_1', first)).errors).toBeUndefined();
  const { data, errors } = await keep('2026-10_1', other);
  expect(data['womensUnionKeepPublication']).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'OTHER_DIGEST' }, message: expect.stringContaining(first) }]);
  expect(subgraph.takeWarnings()).toMatchObject([{ publication: '2026-10_1', held: first, offered: other }]);
  expect(await kept()).toEqual([{ id: '2026-10_1', digest: first, signature: 'a..b' }]);
});
