import { takeIn } from '../../subgraphs/protocol/src/release/cells.js';
import type { Cell } from '../../subgraphs/protocol/src/release/release-format.js';
import { youthUnion } from '@hub/youth-union';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../support/database.js';
import { currentCells, monthsOf, readChain, share } from '../support/releases.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { guided, guidedPeople } from '../support/youth-files.js';

const goal = 'ADULTS_BASIC';
const [first, second] = ['14845', '14758'];

describe('corrected releases', () => {
  let subgraph: RunningSubgraph;
  let now: Date;

  const taken = async (kind: string, content: string, options = {}) => {
    expect((await subgraph.import(kind, content, options)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  };
  const people = (...rows: readonly string[]) => taken('guided-people', guidedPeople(...rows));
  const released = async (ask = {}) => {
    const { status, answer } = await subgraph.release(ask);
    expect({ status, answer }).toMatchObject({ status: 200 });
    return answer.release;
  };

  beforeEach(async () => {
    now = new Date('2026-06-20T03:00:00Z');
    subgraph = await startSubgraph(youthUnion, newDatabase(), { now: () => now });
  });
  afterEach(() => subgraph.stop());

  test('a dry run says what would change, and changes nothing', async () => {
    await people(...guided(1, 12, first, '2026-05-05'));
    await released({ through: '2026-05-31' });
    await people(...guided(101, 20, first, '2026-05-20'));
    const preview = await released({ through: '2026-06-19', dryRun: true });
    // June's total stays at May's, so that every commune may have up to nine more.
    expect(preview).toMatchObject({
      number: 2,
      kind: 'CHANGES',
      cells: 169,
      changed: 169,
      formerThrough: '2026-05-31',
    });
    expect(preview?.hash).toBeUndefined();
    expect(preview?.firstChanges[0]).toEqual({
      from: [goal, first, '2025-07-01', '2026-05', 10, 19, 0],
      to: [goal, first, '2025-07-01', '2026-05', 30, 39, 0],
    });
    expect(await readChain(subgraph)).toHaveLength(1);
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 10, release: 1 });
  });

  test('a correction is a new release with what differs, nobody where a cell vanished; nothing new is no release', async () => {
    await people(...guided(1, 12, first, '2026-04-05'), ...guided(101, 20, second, '2026-05-20'));
    await released();
    expect(await released()).toBeNull();
    await people(...guided(1, 12, first, '2026-05-05'));
    const note = 'Ngày đạt đã được sửa';
    expect(await released({ note })).toMatchObject({ number: 2, kind: 'CHANGES', changed: 3 });
    const [, correction] = await readChain(subgraph);
    expect(correction?.head).toMatchObject({ note });
    expect(correction?.pages).toEqual([
      [
        [goal, first, '2025-07-01', '2026-04', 0, 9, 0],
        [goal, '38', '0001-01-01', '2026-04', 0, 9, 0],
        // The total rose by more now, so that this number did not wait.
        [goal, second, '2025-07-01', '2026-05', 20, 29, 0],
      ].sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    ]);
    expect(await monthsOf(subgraph, first)).toEqual({ '2026-05': [10, 0], '2026-06': [10, 0] });
    // Complete through a later day is new, though no figure is.
    now = new Date('2026-06-21T03:00:00Z');
    expect(await released({ through: '2026-06-20' })).toMatchObject({ number: 3, through: '2026-06-20', changed: 0 });
    expect((await readChain(subgraph)).at(-1)?.pages).toEqual([]);
  });

  test('what was known on a day stays so', async () => {
    await people(...guided(1, 12, first, '2026-04-05'));
    await released();
    now = new Date('2026-06-25T17:30:00Z');
    await people(...guided(101, 20, first, '2026-05-20'));
    await released();
    // The second was made on the 26th in the province.
    expect(await share(subgraph, first, '2026-05', '2026-06-19')).toBeNull();
    expect(await share(subgraph, first, '2026-05', '2026-06-25')).toMatchObject({
      ...{ people: 10, release: 1, through: null },
    });
    expect(await share(subgraph, first, '2026-05', '2026-06-26')).toMatchObject({ people: 30, release: 2 });
    expect(await share(subgraph, first, '2026-05', '2027-01-01')).toMatchObject({ people: 30, release: 2 });
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 30, release: 2, through: null });
  });

  test('a withdrawn release says so, and its former cells are back in a full one', async () => {
    await people(...guided(1, 12, first, '2026-04-05'));
    await released();
    expect((await subgraph.withdraw(1, 'wrong')).answer).toMatchObject({ code: 'NOTHING_LEFT' });
    now = new Date('2026-06-21T03:00:00Z');
    await people(...guided(101, 20, first, '2026-05-20'));
    await released({ through: '2026-06-21' });
    now = new Date('2026-06-22T03:00:00Z');
    const { status, answer } = await subgraph.withdraw(2, 'Nhập nhầm tệp');
    expect({ status, answer }).toMatchObject({ status: 200, answer: { release: { number: 3, kind: 'FULL' } } });
    const chain = await readChain(subgraph);
    expect(chain.map(({ withdrawn }) => withdrawn)).toEqual([null, 'Nhập nhầm tệp', null]);
    expect(chain[2]?.head).toMatchObject({
      withdraws: [{ number: 2, reason: 'Nhập nhầm tệp' }],
      ...{ through: null, until: '2026-06-19' },
    });
    expect(await monthsOf(subgraph, first)).toEqual({ '2026-04': [10, 0], '2026-05': [10, 0], '2026-06': [10, 0] });
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 10, release: 3, withdrawn: false });
    expect(await share(subgraph, first, '2026-05', '2026-06-21')).toMatchObject({
      ...{ people: 30, release: 2, withdrawn: true },
    });
    expect((await subgraph.withdraw(2, 'again')).answer).toMatchObject({ code: 'ALREADY_WITHDRAWN' });
    expect((await subgraph.withdraw(9, 'none')).answer).toMatchObject({ code: 'UNKNOWN_RELEASE' });
    expect(await released({ through: '2026-06-21' })).toMatchObject({ number: 4, kind: 'CHANGES' });
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 30, release: 4 });
  });

  test('after any number of withdrawals, what holds is the last release that was never withdrawn', async () => {
    const holds = async (number: number, count: number) => {
      expect(await share(subgraph, first, '2026-06')).toMatchObject({ people: count, release: number });
      expect(await monthsOf(subgraph, first)).toMatchObject({ '2026-06': [count, 0] });
    };
    for (const [position, number] of [12, 20, 30, 40].entries()) {
      await people(...guided(1 + 100 * position, number, first, '2026-04-05'));
      await released();
    }
    await holds(4, 100);
    for (const number of [4, 3]) expect((await subgraph.withdraw(number, 'wrong')).status).toBe(200);
    await holds(6, 30);
    // Withdrawn is what the withdrawal in between told, too.
    expect((await subgraph.withdraw(2, 'wrong')).status).toBe(200);
    await holds(7, 10);
    expect((await subgraph.withdraw(1, 'wrong')).answer).toMatchObject({ code: 'NOTHING_LEFT' });
    // A withdrawal that is withdrawn changes nothing.
    expect((await subgraph.withdraw(7, 'wrong')).status).toBe(200);
    await holds(8, 10);
  });

  test('a day in the future is refused, and so is one before the former release’s', async () => {
    await people(...guided(1, 12, first, '2026-04-05'));
    await released({ through: '2026-06-15' });
    const refused = async (through: string) => {
      const { status, answer } = await subgraph.release({ through });
      return { status, code: answer.code, message: answer.message };
    };
    expect(await refused('2026-06-21')).toEqual({
      status: 409,
      code: 'FUTURE_THROUGH',
      message: 'Expected a day up to today, 2026-06-20, but got 2026-06-21.',
    });
    expect(await refused('2026-06-14')).toMatchObject({
      code: 'THROUGH_WENT_BACK',
      message: expect.stringMatching(/^Expected a day from 2026-06-15 on, .* but got 2026-06-14\./),
    });
    expect(await refused('2026-06-31')).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    now = new Date('2026-06-01T00:00:00Z');
    expect((await subgraph.release()).answer).toMatchObject({ code: 'WRONG_CLOCK' });
    expect(await readChain(subgraph)).toHaveLength(1);
  });

  test('a release that breaks off in between leaves the former one', async () => {
    await people(...guided(1, 12, first, '2026-04-05'));
    await released();
    const before = await currentCells(subgraph);
    await people(...guided(101, 20, first, '2026-05-20'));
    await subgraph.execute(`alter table release_page add constraint full_disk check (number < 2)`);
    expect((await subgraph.release()).status).toBe(500);
    expect(await currentCells(subgraph)).toEqual(before);
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 10, release: 1 });
    await subgraph.execute(`alter table release_page drop constraint full_disk`);
    expect(await released()).toMatchObject({ number: 2 });
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 30, release: 2 });
  });

  test('every thirtieth is full, and a chain from any full one on gives the same cells', async () => {
    for (let number = 1; number <= 31; number += 1) {
      await people(...guided(100 * number, 12, number % 2 ? first : second, '2026-04-05'));
      await released();
    }
    const chain = await readChain(subgraph);
    expect(chain.filter(({ kind }) => kind === 'FULL').map(({ number }) => number)).toEqual([1, 30]);
    const all = new Map((await currentCells(subgraph)).map((cell) => [String(cell.slice(0, 4)), cell]));
    const late = new Map<string, Cell>();
    for (const { kind, pages } of chain.slice(29)) takeIn(late, kind, pages);
    expect([...late.values()].map(String).sort()).toEqual([...all.values()].map(String).sort());
  });
});
