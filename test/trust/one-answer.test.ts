import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@hub/demo';
import { demoCallers } from '@hub/issuer';
import { movement } from '@hub/movement';
import { type Cell, readAgreements } from '@hub/protocol';
import { readSigningKey, subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AskedFor } from '../../gateway/src/agreements/asked-for.js';
import { anonymous } from '../../gateway/src/request/caller.js';
import { newDatabase } from '../support/database.js';
import { goalFile } from '../support/goal-files.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { OfferedReleases } from '../support/offered-releases.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { makeKey } from '../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

const goal = 'ADULTS_BASIC';
const [women, youth] = ['womens-union', 'youth-union'];
const root = new URL('../../', import.meta.url);
const agreementsOf = (code: string) => readFileSync(new URL(`subgraphs/${code}/agreements.yaml`, root), 'utf8');

const cells = (people: number): Cell[] => [
  [goal, '38', '0001-01-01', '2026-10', people, people + 9, 0],
  [goal, '14845', '2025-07-01', '2026-10', people, people + 9, 0],
];

/** The selections of an operation within a progress. */
const ofProgress = [
  'people { lower upper }',
  'status',
  'ratio gapPeople',
  'reported { code } missing { code }',
  'contributions { organisation { code } state }',
  'contributions { share { people } noShare }',
  'denominator { value }',
];

/** Further selections, with the place's argument where the field takes one. */
const ofGoal = [
  'title',
  'series(from: "2026-09", to: "2026-10"PLACES) { communeCode points { progress { people { lower } status } } }',
  'completeness(from: "2026-09", to: "2026-10"COMMUNE) { organisations { organisation { code } months { state } } }',
  'revisions(from: "2026-09", to: "2026-10"COMMUNE) { last { progress { people { lower } } } }',
  'overlap(period: "2026-10"COMMUNE) { first { code } second { code } people { lower upper } }',
];
const ofQuery = ['me { subject }', 'communes(first: 1) { nodes { code } }', 'tasks(first: 1) { totalCount }'];

const purposes = [undefined, 'steering', 'statistics', 'coordination', 'research', 'audit'];
/**
 * The anonymous caller, and the callers of the demonstration: of organisations, only the members of one with a share
 * and of one without.
 */
const callers = [
  undefined,
  ...demoCallers.filter(({ organisation = women }) => [women, 'university'].includes(organisation)),
];

/** Every value of an answer that has no children, by its path; a list's by their places. */
function* leaves(value: unknown, path = ''): Generator<[string, unknown]> {
  if (value === null || typeof value !== 'object') yield [path, value];
  else for (const [key, child] of Object.entries(value)) yield* leaves(child, `${path}.${key}`);
}

test('the shipped agreements let the same be combined for all at the level of the province: all share what is public', () => {
  const organisations = subgraphs.flatMap(({ code }) => readAgreements(agreementsOf(code), code).agreements ?? []);
  const askedFor = new AskedFor({
    organisations,
    purposes: purposes.flatMap((code) => (code === undefined ? [] : [{ code, askedBy: 'anyone' as const }])),
    communeLevel: [],
  });
  const combined = callers.flatMap((caller) =>
    purposes.map((purpose) => {
      const roles = caller ? [caller.role] : [];
      const known = { ...anonymous, identityClass: caller?.id ?? '', roles, organisation: caller?.organisation };
      return askedFor.by(known, purpose).rights.agreements?.combinedAt('province');
    }),
  );
  expect(new Set(combined)).toEqual(new Set([expect.stringContaining(women)]));
});

describe('a figure is the same for a caller, whatever stands beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'one-answer-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway-key'))];
  const agreements = join(folder, 'agreements');
  let offered: OfferedReleases;
  let issuer: RunningIssuer;
  let subgraph: RunningSubgraph;
  let gateway: RunningProgram;

  beforeAll(async () => {
    for (const { code } of subgraphs) {
      mkdirSync(join(agreements, code), { recursive: true });
      // Two organisations let analysts alone have their figures combined.
      const text = [women, youth].includes(code)
        ? agreementsOf(code).replace(/(combined: \['\*'\]\n\s+with:) anyone/, '$1 [{ role: analyst }]')
        : agreementsOf(code);
      writeFileSync(join(agreements, code, 'agreements.yaml'), text.replaceAll(/until: \S+/g, 'until: 2999-12-31'));
    }
    offered = await OfferedReleases.open();
    [issuer, subgraph] = await Promise.all([
      startIssuer(),
      startSubgraph(movement, newDatabase(), {
        offers: offered,
        releaseKeyFiles: offered.keyFiles,
        now: () => new Date('2026-11-05T03:00:00Z'),
        trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
        agreementsFolder: agreements,
        supergraphFile: fileURLToPath(new URL('schema/supergraph.graphql', root)),
      }),
    ]);
    await subgraph.import('organisations', readFileSync(new URL('data/organisations.csv', movement.folder)));
    const expectations = [women, youth].map((code) => `${goal},${code},2025-04-24,`);
    await subgraph.import('goal-expectations', goalFile('goal-expectations', ...expectations));
    await offered.release(women, cells(100));
    await offered.release(youth, cells(40));
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--agreements', agreements, '--limits', 'off'],
      {
        SUBGRAPH_URL_MOVEMENT: `${subgraph.url}/graphql`,
        SUBGRAPH_KEYS_FILE_MOVEMENT: own.publicFile,
        SIGNING_KEY_FILE: gatewayKey.file,
        ...issuer.environment,
      },
      /^ready$/,
    );
  });
  afterAll(async () => {
    await gateway.stop();
    await subgraph.stop();
    await issuer.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = async (query: string, token: string | undefined, purpose: string | undefined) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(purpose !== undefined && { 'x-hub-purpose': purpose }),
      },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as {
      data?: Record<string, any> | null;
      errors?: { extensions: { code: string } }[];
    };
  };

  test.each(callers.map((caller) => [caller?.id ?? 'nobody', caller] as const))('as %s', async (name, caller) => {
    const random = createRandom(name);
    const drawn = (all: readonly string[], chance: number) => all.filter(() => random.chance(chance)).join(' ');
    const token = caller && (await issuer.token(caller.organisation ? caller.role : caller.id, caller.organisation));
    const lower = new Set<unknown>();
    for (const purpose of purposes) {
      const known = new Map<string, unknown>();
      for (let asked = 0; asked < 24; asked += 1) {
        const place = random.pick(['', '14845']);
        const [commune, places] = place ? [`, commune: "${place}"`, `, places: ["${place}"]`] : ['', ''];
        const progress = `progress(period: "2026-10"${commune}) { period ${drawn(ofProgress, 0.4)} }`;
        const more = drawn(ofGoal, 0.2).replaceAll('COMMUNE', commune).replaceAll('PLACES', places);
        const query = `{ goal(code: "${goal}") { ${progress} ${more} } ${drawn(ofQuery, 0.2)} }`;
        const { data, errors } = await ask(query, token, purpose);
        if (errors?.[0]?.extensions.code === 'PURPOSE_NOT_ALLOWED') break;
        expect({ query, errors, data }).toMatchObject({ data: { goal: expect.anything() } });
        for (const [path, value] of leaves(data?.['goal'], place)) {
          if (!known.has(path)) known.set(path, value);
          expect({ query, path, value }).toEqual({ query, path, value: known.get(path) });
        }
      }
      if (known.size > 0) lower.add(known.get('.progress.people.lower') ?? null);
    }
    if (!caller) expect([...lower]).toEqual([null]);
    if (caller?.role === 'analyst') expect([...lower]).toEqual([100]);
  });
});
