import { expect, test } from '@jest/globals';
import { checkTables, type SubgraphDefinition } from '@hub/kit';
import { allMigrations } from '@hub/kit/service';
import { education } from '../../subgraphs/education/src/subgraph.js';
import { identity } from '../../subgraphs/identity/src/subgraph.js';
import { publicSector } from '../../subgraphs/public-sector/src/subgraph.js';
import { university } from '../../subgraphs/university/src/subgraph.js';
import { womensUnion } from '../../subgraphs/womens-union/src/subgraph.js';
import { youthUnion } from '../../subgraphs/youth-union/src/subgraph.js';
import { newDatabase, openTestDatabase } from '../support/database.js';

const definitions: readonly SubgraphDefinition[] = [
  education,
  identity,
  publicSector,
  university,
  womensUnion,
  youthUnion,
];

test.each(definitions)("the migrations of $organisation make its records' tables as they declare them", async (one) => {
  const database = await openTestDatabase(newDatabase(), { entities: [], migrations: allMigrations(one) });
  try {
    expect(one.records?.length).toBeGreaterThan(0);
    expect(await checkTables(database.em, one.records ?? [])).toEqual([]);
  } finally {
    await database.close();
  }
});
