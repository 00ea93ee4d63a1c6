import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cell } from '@hub/protocol';
import { movement } from '@hub/movement';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commonFiles } from '../../subgraphs/hub/src/new/new-files.js';
import { newDatabase } from '../support/database.js';
import { goalFile } from '../support/goal-files.js';
import { OfferedReleases } from '../support/offered-releases.js';
import { makeKey, SigningGateway } from '../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { until } from '../support/until.js';

const goals = ['ADULTS_BASIC', 'PUBLIC_SECTOR'];
const [women, youth, joining] = ['womens-union', 'youth-union', 'university'] as const;
const roles = ['analyst', 'staff', 'organisation-service', 'app', 'auditor', undefined];
const purposes = ['steering', 'statistics', 'coordination', 'research', 'audit'];
const places = { province: '38', commune: '14845' };

const cells = (people: number): Cell[] =>
  goals.flatMap((goal): Cell[] => [
    [goal, '38', '0001-01-01', '2026-10', people, people + 9, 0],
    [goal, '14845', '2025-07-01', '2026-10', people, people + 9, 0],
  ]);

/** A caller with a role, as a gateway sends it. */
const callerOf = (role: string | undefined) => {
  const caller = { subject: 'lan', roles: role === undefined ? [] : [role], scopes: ['progress:read'] };
  return Buffer.from(JSON.stringify(caller)).toString('base64url');
};

/** A caller's answer about a goal in a place. */
interface Told {
  readonly people: { readonly lower: number; readonly upper: number | null } | null;
  readonly isProvisional: boolean;
  readonly period: string;
  readonly outside: readonly { readonly organisation: { readonly code: string }; readonly reason: string }[];
}

const { 'agreements.yaml': defaults = '' } = commonFiles(
  {
    ...{
      code: joining,
      shortName: 'University',
      nameVi: 'Trường',
      nameEn: 'University',
      contact: 'an@university.test',
    },
    ...{ port: 4100, today: '2026-11-01', records: [] },
  },
  false,
);
const forAnalysts = `format: 1
organisation: ${joining}
agreements:
  - id: UN-2026-01
    version: 1
    title: { vi: Số liệu, en: Figures }
    combined: ['*']
    with: [{ role: analyst }]
    purposes: [statistics]
    granularity: province
    legalBasis: Quy chế phối hợp
    from: 2026-01-01
`;

describe('an organisation that joins', () => {
  const folder = mkdtempSync(join(tmpdir(), 'joining-headline-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  const agreements = join(folder, 'agreements');
  const fileOf = (organisation: string) => join(agreements, organisation, 'agreements.yaml');
  const known = readFileSync(new URL('data/organisations.csv', movement.folder), 'utf8');
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;

  const expects = (...rows: readonly string[]) =>
    subgraph.import(
      'goal-expectations',
      `goal_code,organisation_code,valid_from,valid_until,counts_withheld\n${rows.join('\n')}\n`,
    );
  const rowsOf = (code: string, counts = '') => goals.map((goal) => `${goal},${code},2025-04-24,,${counts}`);

  const asked = async (role: string | undefined, purpose: string, place: string): Promise<Record<string, Told>> => {
    const { data, errors } = await gateway.query(
      `{ goals { code progress(commune: "${place}") {
           period people { lower upper } isProvisional outside { organisation { code } reason leftOn } } } }`,
      { caller: callerOf(role), purpose },
    );
    expect(errors).toBeUndefined();
    return Object.fromEntries(
      (data['goals'] as { code: string; progress: Told }[])
        .filter(({ code }) => goals.includes(code))
        .map(({ code, progress }) => [code, progress]),
    );
  };
  /** The headlines of each audience, and whether the organisation that joins is in them. */
  const headlines = async () => {
    const found = new Map<string, { readonly figures: unknown; readonly reason: string | undefined }>();
    for (const role of roles) {
      for (const purpose of purposes) {
        for (const [level, place] of Object.entries(places)) {
          for (const [goal, { outside, ...figures }] of Object.entries(await asked(role, purpose, place))) {
            const reason = outside.find(({ organisation }) => organisation.code === joining)?.reason;
            found.set(`${goal}, ${role ?? 'anyone'}, ${purpose}, ${level}`, { figures, reason });
          }
        }
      }
    }
    return found;
  };
  /** The operator's view before accepting an organisation with these agreements. */
  const operatorsHeadlines = async (text: string) => {
    const body = JSON.stringify({ organisation: joining, agreements: text });
    const response = await subgraph.operator('/operator/register/headlines', { method: 'POST', body });
    expect(response.status).toBe(200);
    return (await response.json()) as {
      readonly unknownGoals: readonly string[];
      readonly headlines: readonly { readonly audience: string; readonly goal: string; readonly lets: boolean }[];
    };
  };
  const figuresOf = (all: Awaited<ReturnType<typeof headlines>>) =>
    Object.fromEntries([...all].map(([audience, { figures }]) => [audience, figures]));
  const reasonsOf = (all: Awaited<ReturnType<typeof headlines>>) => new Set([...all.values()].map((one) => one.reason));
  const becomes = async (role: string | undefined, reason: string | undefined) => {
    const isSo = async () => {
      const { [goals[0] ?? '']: told } = await asked(role, 'statistics', places.province);
      return told?.outside.find(({ organisation }) => organisation.code === joining)?.reason === reason;
    };
    await until(isSo, { what: `${role ?? 'anybody'}: ${reason ?? 'counted'}`, every: 100 });
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
    await subgraph.import('organisations', known);
    await subgraph.import(
      'goal-expectations',
      goalFile(
        'goal-expectations',
        ...goals.flatMap((goal) => [women, youth].map((code) => `${goal},${code},2025-04-24,`)),
      ),
    );
    await offered.release(women, cells(100));
    await offered.release(youth, cells(40));
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('changes no audience’s headline before it releases, and then only that of those whom it lets have its figures', async () => {
    const before = await headlines();
    expect(reasonsOf(before)).toEqual(new Set([undefined]));

    // It is accepted with the agreements that hub new writes, and the goals count on it.
    mkdirSync(join(agreements, joining));
    writeFileSync(fileOf(joining), defaults);
    await subgraph.execute(`update organisation set state = 'LIVE' where code = '${joining}'`);
    await expects(...rowsOf(women), ...rowsOf(youth), ...rowsOf(joining));
    await becomes('analyst', 'NOT_RELEASED');
    const accepted = await headlines();
    expect(figuresOf(accepted)).toEqual(figuresOf(before));
    expect([...accepted].filter(([, { reason }]) => reason === undefined)).toEqual([]);

    // Its agreement lets analysts alone have its figures, of the province.
    const asked = await operatorsHeadlines(forAnalysts.replace("['*']", "['*', ADULTS_BASICS]"));
    expect(asked.unknownGoals).toEqual(['ADULTS_BASICS']);
    const ofGoals = asked.headlines.filter(({ goal }) => goals.includes(goal));
    expect(ofGoals.filter(({ lets }) => lets).map(({ audience, goal }) => [audience, goal])).toEqual(
      goals.map((goal) => ['analyst', goal]),
    );
    for (const { audience, goal, ...headline } of ofGoals) {
      const { people } = before.get(`${goal}, ${audience}, statistics, province`)?.figures as Told;
      const same = { ...people, estimate: null };
      expect([audience, headline]).toMatchObject([
        audience,
        { now: same, accepted: same, missing: [], outside: [joining], isExpected: true },
      ]);
    }
    writeFileSync(fileOf(joining), forAnalysts);
    await becomes('staff', 'OUTSIDE_AGREEMENT');
    await offered.release(joining, cells(60));
    await becomes('analyst', undefined);
    const released = await headlines();
    const inIt = [...released].filter(([, { reason }]) => reason === undefined);
    expect(inIt.map(([audience]) => audience)).toEqual(goals.map((goal) => `${goal}, analyst, statistics, province`));
    for (const [audience, { figures, reason }] of released) {
      if (reason !== undefined)
        expect([audience, reason, figures]).toEqual([audience, 'OUTSIDE_AGREEMENT', before.get(audience)?.figures]);
    }
    // A caller that knows both bounds learns the published number of the organisation: ten values.
    for (const [audience, { figures }] of inIt) {
      const [now, then] = [figures, before.get(audience)?.figures] as Told[];
      expect((now?.people?.upper ?? 0) - (then?.people?.upper ?? 0)).toBe(69);
      expect(now?.people?.lower).toBe(then?.people?.lower);
    }
  });

  test('widens the bounds of all where the goal counts on it whatever its agreements say', async () => {
    await expects(...rowsOf(women), ...rowsOf(youth), ...rowsOf(joining, 'true'));
    await becomes('staff', undefined);
    const { [goals[0] ?? '']: told } = await asked('staff', 'statistics', places.province);
    expect(told).toMatchObject({ people: { lower: 100, upper: null }, outside: [] });
  });

  test('is named with its day once it left, and no month after that expects it', async () => {
    await expects(...rowsOf(women), ...rowsOf(youth), ...rowsOf(joining));
    await subgraph.execute(
      `update organisation set state = 'LEFT', linked = false, left_on = '2026-11-03' where code = '${joining}'`,
    );
    await becomes('analyst', 'LEFT');
    const { [goals[0] ?? '']: told } = await asked('analyst', 'statistics', places.province);
    const left = { organisation: { code: joining }, reason: 'LEFT', leftOn: '2026-11-03' };
    expect(told).toMatchObject({ people: { lower: 100, upper: 158 }, isProvisional: false, outside: [left] });
    const { data, errors } = await gateway.query(
      `{ goal(code: "${goals[0]}") { expects { code } progress(period: "2026-11") { missing { code } outside { reason } }
           completeness(from: "2026-11", to: "2026-11") { organisations { organisation { code } } } }
         releaseCalendar { organisation { code } }
         organisation(code: "${joining}") { linked state leftOn } }`,
      { caller: callerOf('analyst'), purpose: 'statistics' },
    );
    expect(errors).toBeUndefined();
    const codes = [women, youth].map((code) => ({ code }));
    expect(data['goal']).toEqual({
      expects: codes,
      progress: { missing: codes, outside: [] },
      completeness: { organisations: codes.map((organisation) => ({ organisation })) },
    });
    expect(JSON.stringify(data['releaseCalendar'])).not.toContain(joining);
    expect(data['organisation']).toEqual({ linked: false, state: 'LEFT', leftOn: '2026-11-03' });
  });
});
