import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { movement } from '@hub/movement';
import type { Cell } from '@hub/protocol';
import { readSigningKey, subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

/** What an operation may select of a progress, and what it may select besides. */
const selections = [
  'people { lower upper }',
  'status',
  'ratio gapPeople',
  'contributions { organisation { code } state }',
  'contributions { share { people } noShare }',
  'denominator { value }',
];
const besides = ['', 'me { subject }', 'communes(first: 1) { nodes { code } }', 'tasks(first: 1) { totalCount }'];

const callers = [
  ['nobody', undefined, undefined],
  ['analyst', 'steering', undefined],
  ['analyst', 'statistics', undefined],
  ['analyst', undefined, undefined],
  ['app', 'research', undefined],
  ['staff', 'coordination', women],
  ['auditor', 'audit', undefined],
] as const;

/** Every value of an answer that has no children, by its path; a list's by their places. */
function* leaves(value: unknown, path = ''): Generator<[string, unknown]> {
  if (value === null || typeof value !== 'object') yield [path, value];
  else for (const [key, child] of Object.entries(value)) yield* leaves(child, `${path}.${key}`);
}

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
      ['--agreements', agreements],
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
    return (await response.json()) as { data: Record<string, any> | null };
  };

  test.each(callers)('for the role %s, purpose %s', async (role, purpose, organisation) => {
    const token = role === 'nobody' ? undefined : await issuer.token(role, organisation);
    for (const place of ['', ', commune: "14845"']) {
      const known = new Map<string, unknown>();
      // A third of all choices of selections, with each thing beside them.
      for (let choice = 1; choice < 2 ** selections.length; choice += 3) {
        const fields = selections.filter((_, index) => choice & (2 ** index)).join(' ');
        const query = `{ ${besides[choice % besides.length]} goal(code: "${goal}") { progress(period: "2026-10"${place}) { ${fields} } } }`;
        const { data } = await ask(query, token, purpose);
        for (const [path, value] of leaves(data?.['goal']?.progress)) {
          if (!known.has(path)) known.set(path, value);
          expect({ query, path, value }).toEqual({ query, path, value: known.get(path) });
        }
      }
      if (place === '' && role === 'analyst') expect(known.get('.people.lower')).toBe(100);
      if (place === '' && role === 'nobody') expect(known.get('.people')).toBe(null);
    }
  });
});
