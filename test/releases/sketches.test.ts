import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSketches, PeopleSketch, personTokens } from '@hub/protocol';
import { youthUnion } from '@hub/youth-union';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parsePeriodKeys, type PeriodKeys, periodKeysText } from '../../subgraphs/protocol/src/keys/period-keys.js';
import { temporaryFolder } from '../hub/support/hub.js';
import { newDatabase } from '../support/database.js';
import { readChain } from '../support/releases.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { guided, guidedPeople } from '../support/youth-files.js';

const [first, second] = ['14845', '14758'];
const root = '38 0001-01-01';
/** Keys of months, the same in each run, for now and then two people share a cell of a sketch. */
const keysOf = (months: readonly string[], seed = 'first'): PeriodKeys => {
  const secretOf = (month: string) => createHash('sha256').update(`${seed} ${month}`).digest('base64url');
  const secrets = Object.fromEntries(months.map((month) => [month, secretOf(month)]));
  return parsePeriodKeys(JSON.stringify(secrets), 'the tests');
};
const placeOf = (code: string) => `${code} 2025-07-01`;

describe('sketches', () => {
  let subgraph: RunningSubgraph;
  let privateKey: KeyObject;
  let periodKeys: string;

  beforeEach(async () => {
    const folder = temporaryFolder();
    const pair = generateKeyPairSync('x25519');
    ({ privateKey } = pair);
    periodKeys = join(folder, 'period-keys.json');
    const sealTo = join(folder, 'movement-sealing.pub');
    writeFileSync(sealTo, pair.publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(periodKeys, periodKeysText(keysOf(['2026-03', '2026-04', '2026-05', '2026-06'])));
    subgraph = await startSubgraph(youthUnion, newDatabase(), {
      now: () => new Date('2026-06-20T03:00:00Z'),
      sketchFiles: { periodKeys, sealTo },
    });
  });
  afterEach(() => subgraph.stop());

  const people = async (...rows: readonly string[]) => {
    const lines = await subgraph.import('guided-people', guidedPeople(...rows));
    expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  };
  /** Makes a release; returns what it says of sketches, by month. */
  const released = async (ask = {}) => {
    expect(await subgraph.release(ask)).toMatchObject({ status: 200 });
    return entriesOf((await readChain(subgraph)).at(-1));
  };
  const entriesOf = (release: Awaited<ReturnType<typeof readChain>>[number] | undefined) =>
    new Map((release?.head.sketches ?? []).map((entry) => [entry.month, entry]));
  const sealed = async (digest: string): Promise<string | null> => {
    const [row] = await subgraph.execute('select sealed from release_sketch where digest = ?', [digest]);
    return (row?.['sealed'] as string | undefined) ?? null;
  };
  const bytesOf = async (number: number, month: string) => {
    const entry = entriesOf((await readChain(subgraph))[number - 1]).get(month);
    const text = await sealed(entry?.digest ?? '');
    const head = { organisation: 'youth-union', goal: 'ADULTS_BASIC', month, key: entry?.key ?? '' };
    return openSketches(text ?? '', head, privateKey);
  };
  /** The number of people in each sketch of a month. */
  const opened = async (number: number, month: string) => {
    return Object.fromEntries(
      [...(await bytesOf(number, month))].map(([place, bytes]) => [
        place,
        PeopleSketch.fromBytes(bytes).estimate().people,
      ]),
    );
  };

  test('each month has its people to date, in the places with people, also with too few to be published', async () => {
    await people(
      ...guided(1, 12, first, '2026-03-05'),
      ...guided(101, 20, second, '2026-04-10'),
      ...guided(201, 9, '14797', '2026-04-10'),
    );
    const entries = await released();
    expect([...entries.keys()]).toEqual(['2026-03', '2026-04', '2026-05', '2026-06']);
    expect(new Set([...entries.values()].map(({ key }) => key)).size).toBe(4);
    expect(await opened(1, '2026-03')).toEqual({ [placeOf(first)]: 12, [root]: 12 });
    expect(await opened(1, '2026-06')).toEqual({
      ...{ [placeOf(first)]: 12, [placeOf(second)]: 20, [placeOf('14797')]: 9, [root]: 41 },
    });
  });

  test('who came after the day through which a release is complete is in none', async () => {
    await people(...guided(1, 12, first, '2026-05-05'), ...guided(101, 20, first, '2026-05-20'));
    await released({ through: '2026-05-10' });
    expect(await opened(1, '2026-05')).toEqual({ [placeOf(first)]: 12, [root]: 12 });
  });

  test('a month is made anew once a published number of it changes, and the former sketches are gone', async () => {
    await people(...guided(1, 30, first, '2026-03-05'));
    const before = await released();
    await people(...guided(101, 15, first, '2026-05-10'));
    const after = await released();
    expect([...after.keys()]).toEqual(['2026-05', '2026-06']);
    expect(await opened(2, '2026-05')).toEqual({ [placeOf(first)]: 45, [root]: 45 });
    expect(await sealed(before.get('2026-05')?.digest ?? '')).toBeNull();
    expect(await sealed(before.get('2026-04')?.digest ?? '')).not.toBeNull();
  });

  test('after somebody was erased, the next release makes all anew without her, and none is made for her sake', async () => {
    await people(...guided(1, 35, first, '2026-03-05'));
    const before = await released();
    const erased = await subgraph.subject({ number: '000000000007', action: 'erase', operator: 'tests' });
    expect(erased).toMatchObject({ status: 200 });
    expect((await subgraph.release()).answer.release).toBeNull();
    await people(...guided(101, 12, second, '2026-06-10'));
    const after = await released();
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(await opened(2, '2026-04')).toEqual({ [placeOf(first)]: 34, [root]: 34 });
    for (const { digest } of before.values()) expect(await sealed(digest)).toBeNull();
  });

  test('people alone are hashed where somebody came or went, and all others are merged as they were', async () => {
    const [june] = keysOf(['2026-06']).values();
    if (!june) throw new Error('Expected a key of June.');
    const tokenOf = personTokens(june);
    /** The sketches of a release's June, and the sketches of all people of the ledger. */
    const bothOf = async (number: number) => {
      const rows = await subgraph.execute(`select commune_code as code, pseudonym from ledger_person`);
      const sketchOf = (some: typeof rows) => {
        const sketch = new PeopleSketch();
        for (const { pseudonym } of some) sketch.add(tokenOf(pseudonym as string));
        return Buffer.from(sketch.toBytes()).toString('hex');
      };
      const made = [...(await bytesOf(number, '2026-06'))];
      return {
        made: Object.fromEntries(made.map(([place, bytes]) => [place, Buffer.from(bytes).toString('hex')])),
        expected: Object.fromEntries([
          [root, sketchOf(rows)],
          ...[first, second].map((code) => [placeOf(code), sketchOf(rows.filter((row) => row['code'] === code))]),
        ]),
      };
    };
    const partsOf = (code: string | undefined) =>
      subgraph.execute(
        `select part, month, people, xmin::text as by from sketch_part where part like '${code} %' order by 1, 2`,
      );
    const expectAsAllPeopleGive = async (number: number) => {
      const { made, expected } = await bothOf(number);
      expect(made).toEqual(expected);
    };

    await people(...guided(1, 30, first, '2026-03-05'), ...guided(101, 20, second, '2026-04-10'));
    await released();
    await expectAsAllPeopleGive(1);
    const [before, others] = [await partsOf(first), await partsOf(second)];
    await people(...guided(201, 20, second, '2026-04-12'));
    expect([...(await released()).keys()]).toEqual(['2026-04', '2026-05', '2026-06']);
    await expectAsAllPeopleGive(2);
    expect(await partsOf(first)).toEqual(before);
    expect(await partsOf(second)).not.toEqual(others);

    // An earlier fact elsewhere: they are counted there from then on.
    await people(...guided(1, 12, second, '2026-03-01'));
    await released();
    await expectAsAllPeopleGive(3);
    expect(await partsOf(first)).toMatchObject(Array.from({ length: 4 }, () => ({ people: 18 })));
  });

  test('a month without a key has none; once the key is there, the next release brings it', async () => {
    await people(...guided(1, 12, first, '2026-02-05'));
    expect([...(await released()).keys()]).toEqual(['2026-03', '2026-04', '2026-05', '2026-06']);
    const all = new Map([...keysOf(['2026-02']), ...(await keysOfNow())]);
    writeFileSync(periodKeys, periodKeysText(all));
    expect([...(await released()).keys()]).toEqual(['2026-02']);
  });

  const keysOfNow = async () => {
    const { readFile } = await import('node:fs/promises');
    return parsePeriodKeys(await readFile(periodKeys, 'utf8'), periodKeys);
  };

  test('another key of a month makes its sketches anew', async () => {
    await people(...guided(1, 12, first, '2026-03-05'));
    const before = await released();
    writeFileSync(periodKeys, periodKeysText(new Map([...(await keysOfNow()), ...keysOf(['2026-04'], 'second')])));
    const after = await released();
    expect([...after.keys()]).toEqual(['2026-04']);
    expect(after.get('2026-04')?.key).not.toBe(before.get('2026-04')?.key);
  });

  test('a key that leaves the file takes the sketches of its month along', async () => {
    await people(...guided(1, 12, first, '2026-03-05'));
    const before = await released();
    writeFileSync(periodKeys, periodKeysText(keysOf(['2026-03', '2026-05', '2026-06'])));
    const after = await released();
    expect([...after.keys()]).toEqual(['2026-03', '2026-05', '2026-06']);
    // It is full, so that a reader learns that they are gone.
    expect((await readChain(subgraph)).at(-1)?.kind).toBe('FULL');
    expect(await sealed(before.get('2026-04')?.digest ?? '')).toBeNull();
    expect((await subgraph.release()).answer.release).toBeNull();
  });

  test('a release that withdraws another has none', async () => {
    await people(...guided(1, 12, first, '2026-03-05'));
    const before = await released();
    await people(...guided(101, 20, second, '2026-04-10'));
    await released();
    expect(await subgraph.withdraw(2, 'a wrong file')).toMatchObject({ status: 200 });
    const last = (await readChain(subgraph)).at(-1);
    expect(last?.head.sketches).toEqual([]);
    expect(await sealed(before.get('2026-03')?.digest ?? '')).toBeNull();
  });

  test('a file of keys that cannot be used costs the sketches, and not the release', async () => {
    await people(...guided(1, 12, first, '2026-03-05'));
    writeFileSync(periodKeys, '{ "2026-03": "short" }');
    await released();
    const [release] = await readChain(subgraph);
    expect(release?.head.sketches).toBeUndefined();
    expect(subgraph.takeWarnings()).toContainEqual(
      expect.objectContaining({ msg: 'no sketches of people are made: a key cannot be used' }),
    );
    rmSync(periodKeys);
  });
});
