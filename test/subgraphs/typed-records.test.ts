import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigningKey } from '@hub/runtime';
import { newDatabase } from '../support/database.js';
import { callerOf, makeKey, SigningGateway } from '../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { identityCountImport } from '../../subgraphs/identity/src/count/identity-count.import.js';
import { identity } from '../../subgraphs/identity/src/subgraph.js';
import { womensUnion } from '../../subgraphs/womens-union/src/subgraph.js';

/** What a mutation for a meeting answers. */
interface Receipt {
  readonly import: string | null;
  readonly state: string;
  readonly faults: readonly { readonly field: string | null; readonly column: string; readonly message: string }[];
}

let subgraph: RunningSubgraph;

beforeAll(async () => {
  subgraph = await startSubgraph(womensUnion, newDatabase());
  await subgraph.import('branches', 'code,commune_code,name_vi,name_en,member_count\nB1,14845,Hội,Union,120\n');
});
afterAll(() => subgraph.stop());

const meeting = (more: object = {}) => ({
  ...{ code: 'M1', titleVi: 'Hội nghị', titleEn: 'Meeting', heldOn: '2026-01-05', level: 'COMMUNE' },
  ...{ commune: '14845', attendances: 40, source: 'sổ họp', ...more },
});
const group = (more: object = {}) => ({
  ...{ code: 'G1', branch: 'B1', commune: '14845', nameVi: 'Tổ', nameEn: 'Group' },
  ...{ leaderRole: 'TEACHER', foundedOn: '2025-06-01', team: null, ...more },
});

async function put(
  name: string,
  input: object,
  key: string,
  at = subgraph,
): Promise<{ receipt: Receipt | undefined; code: unknown }> {
  const { data, errors } = await at.query(
    `mutation ($input: ${name}Input!, $key: ID!) {
      put${name}(input: $input, idempotencyKey: $key) { import state faults { field column message } }
    }`,
    { input, key },
  );
  const receipt = (data as Record<string, Receipt | null> | undefined)?.[`put${name}`];
  return { receipt: receipt ?? undefined, code: errors?.[0]?.extensions?.['code'] };
}

describe('a record that is typed in', () => {
  test('is added, changed and found unchanged, each with a receipt as of a file of one row', async () => {
    const states = [];
    for (const [key, input] of Object.entries({ a: {}, b: { attendances: 50 }, c: { attendances: 50 } })) {
      const { receipt } = await put('WomensUnionMeeting', meeting(input), key);
      states.push(receipt?.state);
      const [run] = await subgraph.execute('select kind, read, written, rejected from import_run where id = ?', [
        receipt?.import,
      ]);
      expect(run).toEqual({ kind: 'meetings', read: 1, written: 1, rejected: 0 });
    }
    expect(states).toEqual(['ADDED', 'CHANGED', 'UNCHANGED']);
    expect(await subgraph.execute('select code, title_vi, attendances from meeting')).toEqual([
      { code: 'M1', title_vi: 'Hội nghị', attendances: 50 },
    ]);
  });

  test('goes through the checks of files: of its columns, of the row, of what it refers to', async () => {
    const { receipt } = await put(
      'WomensUnionMeeting',
      meeting({ code: 'M2', commune: '99999', heldOn: '2999-01-01' }),
      'd',
    );
    expect(receipt).toMatchObject({
      state: 'REFUSED',
      faults: [
        { field: 'heldOn', column: 'held_on', message: expect.stringContaining('not in the future') as unknown },
        { field: 'commune', column: 'commune_code', message: expect.stringContaining('in force') as unknown },
      ],
    });
    const { receipt: whole } = await put('WomensUnionMeeting', meeting({ code: 'M2', level: 'PROVINCE' }), 'e');
    expect(whole?.faults).toMatchObject([{ field: 'commune', column: 'commune_code' }]);
    const { receipt: orphan } = await put('LearningGroup', group({ branch: 'B9' }), 'f');
    expect(orphan).toMatchObject({ state: 'REFUSED', faults: [{ field: 'branch', column: 'branch_code' }] });
    expect(await subgraph.execute("select from meeting where code = 'M2'")).toEqual([]);
  });

  test('is in the ledger as of a file', async () => {
    await put('LearningGroup', group(), 'g');
    const session = { code: 'S1', group: 'G1', commune: '14845', heldOn: '2026-02-03', topicVi: 'a', topicEn: 'b' };
    const { receipt } = await put('LearningGroupSession', { ...session, attendances: 12 }, 'h');
    expect(receipt?.state).toBe('ADDED');
    expect(
      await subgraph.execute("select occurrences from ledger_activity where evidence = 'group-sessions:S1'"),
    ).toEqual([{ occurrences: 12 }]);
  });

  test('is done once under one key, asked one after the other or at once, and another is refused under it', async () => {
    const runs = async () => (await subgraph.execute('select from import_run')).length;
    const before = await runs();
    const input = meeting({ code: 'M5' });
    const twice = await Promise.all([put('WomensUnionMeeting', input, 'k'), put('WomensUnionMeeting', input, 'k')]);
    const again = await put('WomensUnionMeeting', input, 'k');
    expect(twice.map(({ receipt }) => receipt)).toEqual([again.receipt, again.receipt]);
    expect(again.receipt?.state).toBe('ADDED');
    expect(await runs()).toBe(before + 1);
    const other = await put('WomensUnionMeeting', meeting({ code: 'M6' }), 'k');
    expect(other.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await put('WomensUnionMeeting', input, 'a key')).code).toBeDefined();
    expect(await subgraph.execute("select from meeting where code = 'M6'")).toEqual([]);
  });
});

test('two copies of a server that are asked the same at once do it once', async () => {
  const database = newDatabase();
  const first = await startSubgraph(womensUnion, database);
  const second = await startSubgraph(womensUnion, database);
  try {
    for (const round of [1, 2, 3]) {
      const code = `T${round}`;
      const asked = [first, second, first, second].map((copy) =>
        put('WomensUnionMeeting', meeting({ code }), `key-${round}`, copy),
      );
      const receipts = (await Promise.all(asked)).map(({ receipt }) => receipt);
      expect(receipts[0]).toMatchObject({ state: 'ADDED' });
      expect(new Set(receipts.map((one) => JSON.stringify(one))).size).toBe(1);
    }
    const other = await put('WomensUnionMeeting', meeting({ code: 'T4' }), 'key-1', second);
    expect(other.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await first.execute(`select count(*)::int as runs from import_run where kind = 'meetings'`)).toEqual([
      { runs: 3 },
    ]);
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
});

test('a commune’s counts of a month are typed in, and those of the others stay', async () => {
  const counting = await startSubgraph(identity, newDatabase());
  try {
    await counting.import(
      'adults',
      'commune_code,adults,as_of,source\n14845,5000,2026-01-01,a\n14848,5000,2026-01-01,a\n',
    );
    const put = async (commune: string, adultsConfirmed: number, key: string) => {
      const counts = `adultsConfirmed: ${adultsConfirmed}, accountsLevel1: 9, accountsLevel2: 5, digitalSignatures: 3`;
      const input = `{ commune: "${commune}", month: "2026-02", ${counts} }`;
      const { data } = await counting.query(
        `mutation { putIdentityCount(input: ${input}, idempotencyKey: "${key}") { state faults { field message } } }`,
      );
      return data['putIdentityCount'] as Receipt;
    };
    expect((await put('14845', 100, 'a')).state).toBe('ADDED');
    expect((await put('14848', 200, 'b')).state).toBe('ADDED');
    expect((await put('14845', 150, 'c')).state).toBe('CHANGED');
    expect(await put('14845', 6000, 'd')).toMatchObject({ state: 'REFUSED', faults: [{ field: 'adultsConfirmed' }] });
    expect(await counting.execute('select place, adults_confirmed from identity_count order by place')).toMatchObject([
      { adults_confirmed: 150 },
      { adults_confirmed: 200 },
    ]);
    // Beside a whole file of the month, one waits for the other: what the file says of another commune stays.
    const header = Object.keys(identityCountImport.columns).join();
    for (const round of [1, 2, 3, 4]) {
      const [ofFile, typed] = [300 + round, 400 + round];
      const file = [header, ...['14845', '14848'].map((code) => `${code},2026-02,${ofFile},9,5,3`), ''].join('\n');
      const [, receipt] = await Promise.all([
        counting.import('identity-counts', file),
        put('14845', typed, `beside-${round}`),
      ]);
      expect(receipt.state).toBe('CHANGED');
      const [own, other] = await counting.execute(
        'select adults_confirmed as adults from identity_count order by place',
      );
      expect([ofFile, typed]).toContain(own?.['adults']);
      expect(other).toEqual({ adults: ofFile });
    }
  } finally {
    await counting.stop();
  }
});

test('a record is typed in by the organisation’s own alone, with the scope, and the receipt says who', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'typed-'));
  const [gatewayKey, own] = [makeKey(join(folder, 'gateway.key')), makeKey(join(folder, 'own.key'))];
  const trusting = await startSubgraph(womensUnion, newDatabase(), {
    trust: {
      signingKey: readSigningKey(own.file),
      trustedKeyFiles: [gatewayKey.publicFile],
    },
  });
  try {
    const gateway = new SigningGateway({
      ...{ subgraph: 'womens-union', url: trusting.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    const input = `{code: "M1", titleVi: "Hội nghị", titleEn: "Meeting", level: PROVINCE, attendances: 40, source: "sổ họp"}`;
    const ask = (organisation: string, scopes: readonly string[], subject = 'lan') =>
      gateway.query(`mutation { putWomensUnionMeeting(input: ${input}, idempotencyKey: "1") { import state } }`, {
        caller: callerOf({ subject, organisation, roles: ['staff'], scopes }),
      });
    for (const refused of [await ask('youth-union', ['imports:write']), await ask('womens-union', ['records:read'])])
      expect(refused.errors?.[0]?.extensions?.['code']).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    expect((await ask('womens-union', ['imports:write'])).data).toMatchObject({
      putWomensUnionMeeting: { state: 'ADDED' },
    });
    // A key is its caller's own: nobody learns by it what another typed in.
    expect((await ask('womens-union', ['imports:write'], 'ha')).data).toMatchObject({
      putWomensUnionMeeting: { state: 'UNCHANGED' },
    });
    expect(await trusting.execute('select caller from typed_record_answer order by caller')).toEqual([
      { caller: 'ha' },
      { caller: 'lan' },
    ]);
  } finally {
    await trusting.stop();
    rmSync(folder, { recursive: true });
  }
});
