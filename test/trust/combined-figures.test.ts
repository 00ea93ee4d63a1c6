import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Agreements, type Cell, type FiguresUse, readAgreements } from '@hub/protocol';
import { movement } from '@hub/movement';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { agreementKey } from '../../gateway/src/agreements/agreement-requirements.js';
import { AskedFor } from '../../gateway/src/agreements/asked-for.js';
import { anonymous } from '../../gateway/src/request/caller.js';
import { newDatabase } from '../support/database.js';
import { goalFile } from '../support/goal-files.js';
import { OfferedReleases } from '../support/offered-releases.js';
import { makeKey, SigningGateway } from '../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { endingOn } from '../support/ending-agreements.js';
import { elapse, until } from '../support/until.js';

const goal = 'ADULTS_BASIC';
const [women, youth] = ['womens-union', 'youth-union'];
const roles = ['analyst', 'staff', 'organisation-service', 'app', 'auditor', undefined];
const purposes = ['steering', 'statistics', 'coordination', 'research', 'audit'];
const levels = ['province', 'commune'] as const;
const places = { province: '38', commune: '14845' };

const cells = (people: number): Cell[] => [
  [goal, '38', '0001-01-01', '2026-10', people, people + 9, 0],
  [goal, '14845', '2025-07-01', '2026-10', people, people + 9, 0],
];

describe('what movement combines and gives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'combined-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  const agreements = join(folder, 'agreements');
  const fileOf = (organisation: string) => join(agreements, organisation, 'agreements.yaml');
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;

  /**
   * A caller's view of a goal at a level: bounds, the states of both organisations' reports, and one organisation's
   * share.
   */
  const asked = async (role: string | undefined, purpose: string, level: (typeof levels)[number]) => {
    const told = {
      subject: 'lan',
      roles: role === undefined ? [] : [role],
      scopes: ['progress:read', 'contributions:read'],
    };
    const { data, errors } = await gateway.query(
      `{ goal(code: "${goal}") { progress(commune: "${places[level]}", period: "2026-10") {
         people { lower upper }
         contributions { organisation { code } state share { people } noShare } } } }`,
      { caller: Buffer.from(JSON.stringify(told)).toString('base64url'), purpose },
    );
    expect(errors).toBeUndefined();
    const { people, contributions } = data['goal'].progress;
    const of = (code: string) =>
      contributions.find(({ organisation }: { organisation: { code: string } }) => organisation.code === code);
    const { share, noShare } = of(women);
    return { people, women: of(women).state, youth: of(youth).state, share: share?.people ?? noShare };
  };

  beforeAll(async () => {
    for (const organisation of [women, youth]) {
      mkdirSync(join(agreements, organisation), { recursive: true });
      cpSync(new URL(`../../subgraphs/${organisation}/agreements.yaml`, import.meta.url), fileOf(organisation));
    }
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      now: () => new Date('2026-11-05T03:00:00Z'),
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
      agreementsFolder: agreements,
      supergraphFile: fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url)),
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    await subgraph.import('organisations', readFileSync(new URL('data/organisations.csv', movement.folder)));
    const expectations = [women, youth].map((code) => `${goal},${code},2025-04-24,`);
    await subgraph.import('goal-expectations', goalFile('goal-expectations', ...expectations));
    await offered.release(women, cells(100));
    await offered.release(youth, cells(40));
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('is what the gateway takes the same agreements to mean, for each role, purpose and level', async () => {
    const read = readAgreements(readFileSync(fileOf(women), 'utf8'), 'womens-union');
    if (!read.agreements) throw new Error(String(read.problems));
    const inForce: Agreements = {
      organisations: [read.agreements],
      purposes: purposes.map((code) => ({ code, askedBy: 'anyone' })),
      communeLevel: [],
    };
    const askedFor = new AskedFor(inForce, () => new Date('2026-11-05T03:00:00Z'));
    const matrix: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const role of roles) {
      for (const purpose of purposes) {
        const caller = { ...anonymous, identityClass: role ?? 'anonymous', roles: role === undefined ? [] : [role] };
        const { agreements: held } = askedFor.by(caller, purpose).rights;
        for (const level of levels) {
          const name = `${role ?? 'anybody'}, ${purpose}, ${level}`;
          const may = (use: FiguresUse) =>
            read.agreements.agreements.some(
              ({ id, granularity, [use]: goals }) =>
                goals.length > 0 &&
                (level === 'province' || granularity === 'commune') &&
                held?.has(agreementKey(women, id)),
            );
          expected[name] = [may('combined') ? 'REPORTED' : 'WITHHELD', may('figures') ? 100 : 'OUTSIDE_AGREEMENT'];
          const told = await asked(role, purpose, level);
          matrix[name] = [told.women, told.share];
        }
      }
    }
    expect(matrix).toEqual(expected);
    expect(new Set(Object.values(expected).flat())).toEqual(
      new Set(['REPORTED', 'WITHHELD', 100, 'OUTSIDE_AGREEMENT']),
    );
  });

  test('is nothing of an organisation whose agreement ended; the others’ are combined and given', async () => {
    const whole = { people: { lower: 100, upper: 158 }, women: 'REPORTED', youth: 'REPORTED', share: 100 };
    const [others, share] = [{ women: 'WITHHELD', youth: 'REPORTED' }, 'OUTSIDE_AGREEMENT'];
    const without = { people: { lower: 40, upper: 49 }, ...others, share };
    // Movement looks at the files each second.
    const becomes = async (expected: object) => {
      let told: unknown;
      const isSo = async () => {
        told = await asked('analyst', 'statistics', 'commune');
        return JSON.stringify(told) === JSON.stringify(expected);
      };
      await until(isSo, { what: JSON.stringify(expected), every: 100, seen: () => told });
    };
    const stays = async (expected: object) => {
      await elapse(1500, 'movement looks at the files each second');
      expect(await asked('analyst', 'statistics', 'commune')).toEqual(expected);
    };
    await becomes(whole);
    const text = readFileSync(fileOf(women), 'utf8');
    writeFileSync(fileOf(women), endingOn('2026-11-04', text));
    await becomes(without);
    writeFileSync(fileOf(women), 'agreements: [');
    await stays(without);
    writeFileSync(fileOf(women), text);
    await becomes(whole);
    rmSync(fileOf(women));
    await becomes(without);
    // The gateway refuses it, since there is no such field.
    writeFileSync(fileOf(women), text.replace("shares: ['*']", "shares: ['*', Query.noSuchField]"));
    await stays(without);
    writeFileSync(fileOf(women), text);
    await becomes(whole);
    rmSync(fileOf(women));
    await becomes(without);
    expect(await asked(undefined, 'statistics', 'commune')).toMatchObject({ people: null, youth: 'WITHHELD' });
  });

  test('is combined though not given, and given though not combined, as its agreement says', async () => {
    const combinedAlone = { women: 'REPORTED', share: 'OUTSIDE_AGREEMENT' };
    const givenAlone = { women: 'WITHHELD', share: 100 };
    const text = readFileSync(new URL('../../subgraphs/womens-union/agreements.yaml', import.meta.url), 'utf8');
    for (const [key, expected] of [
      ['figures', combinedAlone],
      ['combined', givenAlone],
    ] as const) {
      writeFileSync(fileOf(women), text.replaceAll(`    ${key}: ['*']`, `    ${key}: [PUPILS]`));
      let told: object = {};
      const isSo = async () => {
        const { women: state, share } = await asked('analyst', 'statistics', 'commune');
        told = { women: state, share };
        return JSON.stringify(told) === JSON.stringify(expected);
      };
      await until(isSo, { what: JSON.stringify(expected), every: 100, seen: () => told });
    }
  });

  test('is given to nobody without the scope of shares', async () => {
    const told = { subject: 'lan', roles: ['analyst'], scopes: ['progress:read'] };
    const { errors } = await gateway.query(
      `{ goal(code: "${goal}") { progress(period: "2026-10") { contributions { share { people } noShare } } } }`,
      { caller: Buffer.from(JSON.stringify(told)).toString('base64url'), purpose: 'statistics' },
    );
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } });
  });
});
