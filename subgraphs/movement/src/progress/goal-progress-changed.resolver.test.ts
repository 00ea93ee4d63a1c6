import { fileURLToPath } from 'node:url';
import { shippedGoals } from '@hub/runtime';
import { Services } from '@hub/kit';
import { allEntities, allMigrations, buildSubgraph, type Database, syncGoals, syncPlaces } from '@hub/kit/service';
import type { Cell } from '@hub/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ExecutionResult, type GraphQLSchema, parse, subscribe } from 'graphql';
import { elapse } from '../../../../test/support/until.js';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import { signedRelease, testKey } from '../../../../test/support/offered-releases.js';
import { placesConfig } from '../../../../test/support/places.js';
import { Register } from '../register/register.js';
import { registerOf, serverRegister } from '../register/registers.js';
import { takeRelease } from '../register/taken-releases.js';
import { Estimates, type EstimateTools } from '../sketches/estimates.js';
import { serverEstimates } from '../sketches/merged-sketches.js';
import { movement } from '../subgraph.js';

const now = new Date('2026-10-31T18:00:00Z');
const config = { rootPlace: '38', goalsFolder: fileURLToPath(shippedGoals) };
const log = { warn: () => undefined, info: () => undefined };

describe('a subscription to progress', () => {
  let schema: GraphQLSchema;
  let database: Database;
  let leaving: AbortController;
  const services = new Services();
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    ({ schema } = (await buildSubgraph(movement)) as unknown as { schema: GraphQLSchema });
    database = await openTestDatabase(newDatabase(), {
      entities: allEntities(movement),
      migrations: allMigrations(movement),
    });
    await syncPlaces(database.em, placesConfig);
    await syncGoals(movement, database.em, { config, log: log as never, now: () => now });
    services.open(serverRegister, () => new Register(database.em.fork(), () => new Map(), undefined));
  });
  afterAll(() => database.close());
  beforeEach(() => {
    leaving = new AbortController();
  });
  afterEach(async () => {
    leaving.abort();
    for (const end of ends.splice(0)) await end();
  });

  /** What a subscription tells, one after the other; or its errors. */
  async function following(fields: string, more: object = {}) {
    const contextValue = {
      em: database.em.fork(),
      log,
      now: () => now,
      rootPlace: '38',
      caller: { scopes: [] },
      services,
      loaders: new Map(),
      signal: leaving.signal,
      ...more,
    };
    const document = parse(`subscription { ${fields} { goalCode communeCode period } }`);
    const result = await subscribe({ schema, document, contextValue });
    if (!(Symbol.asyncIterator in result)) {
      return { errors: result.errors?.map(({ message }) => message), next: () => Promise.resolve(undefined) };
    }
    ends.push(() => result.return(undefined));
    const next = async () => {
      const { value } = (await result.next()) as IteratorResult<ExecutionResult, ExecutionResult>;
      return value.data?.['goalProgressChanged'];
    };
    return { errors: undefined, next };
  }

  test('tells every goal of the province at first, as of the province’s month', async () => {
    const { next } = await following('goalProgressChanged');
    for (const goalCode of ['ADULTS_BASIC', 'ADULTS_CONFIRMED', 'PUBLIC_SECTOR', 'PUPILS'])
      expect(await next()).toEqual({ goalCode, communeCode: '38', period: '2026-11' });
  });

  test('tells the goal, commune and period that it is about', async () => {
    const fields = 'goalProgressChanged(goal: "PUPILS", commune: "14845", period: "2026-01")';
    const { next } = await following(fields, { caller: { scopes: ['progress:read'] } });
    expect(await next()).toEqual({ goalCode: 'PUPILS', communeCode: '14845', period: '2026-01' });
  });

  test('tells it again when a release of it was taken in', async () => {
    const { next } = await following('goalProgressChanged(goal: "ADULTS_BASIC")');
    await next();
    let told = false;
    const again = next().finally(() => (told = true));
    await elapse(1500, 'changes are looked for once a second');
    expect(told).toBe(false);
    const key = testKey();
    const keys = new Map([[key.id, key.publicKey]]);
    const cells: Cell[] = [['ADULTS_BASIC', '38', '0001-01-01', '2026-10', 10, 19, 0]];
    const release = await signedRelease('womens-union', cells, undefined, { key, through: '2026-10-30' });
    await takeRelease(database.em, 'womens-union', release, {
      ...{ keys, now, judge: () => Promise.resolve([]) },
    });
    expect(await again).toEqual({ goalCode: 'ADULTS_BASIC', communeCode: '38', period: '2026-11' });
  });

  test('tells it again when its people were estimated', async () => {
    const register = registerOf({ services });
    services.open(serverEstimates, () => new Estimates({ em: database.em, register } as unknown as EstimateTools));
    const { next } = await following('goalProgressChanged(period: "2026-10")');
    for (let goals = 0; goals < 4; goals += 1) await next();
    await database.em.execute(
      `insert into estimate_round (goal_code, month, occasion, made_at, known_from, basis) values
         ('PUPILS', '2026-11', 'CLOSE', now(), now(), '[]'), ('PUBLIC_SECTOR', '2026-09', 'CLOSE', now(), now(), '[]')`,
    );
    expect(await next()).toEqual({ goalCode: 'PUBLIC_SECTOR', communeCode: '38', period: '2026-10' });
    // A later month's is none of it.
    await database.em.execute(`update estimate_round set set_aside_at = now()`);
    expect(await next()).toEqual({ goalCode: 'PUBLIC_SECTOR', communeCode: '38', period: '2026-10' });
  });

  test.each<[string, string, string]>([
    ['communes without the scope', '(commune: "14845")', 'Not authorised to see the progress of communes.'],
    ['no commune', '(commune: "99999")', 'Expected the code of a commune or ward, or 38 for the whole'],
    ['no goal', '(goal: "NONE")', 'Expected the code of a goal, but got "NONE".'],
    [
      'a period to come',
      '(period: "2026-12")',
      'Expected a period that has begun by today (2026-11-01), but got 2026-12.',
    ],
  ])('of %s is refused', async (_, given, message) => {
    const { errors } = await following(`goalProgressChanged${given}`);
    expect(errors).toEqual([expect.stringContaining(message)]);
  });
});
