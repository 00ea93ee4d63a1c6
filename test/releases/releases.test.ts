import { youthUnion } from '@hub/youth-union';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { takeIn } from '../../subgraphs/kit/src/release/cells.js';
import type { Cell } from '../../subgraphs/kit/src/release/release-format.js';
import { verifyPage, verifyRelease } from '../../subgraphs/kit/src/release/verify-release.js';
import { testDatabases } from '../support/database.js';
import { placesFile } from '../support/generated-places.js';
import { releaseKeys, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { guidanceSessions, guided, guidedPeople, session } from '../support/youth-files.js';

const goal = 'ADULTS_BASIC';
const [first, second, third] = ['14845', '14758', '14797'];

interface Node {
  readonly number: number;
  readonly hash: string;
  readonly header: string;
  readonly signature: string;
  readonly kind: 'FULL' | 'CHANGES';
  readonly through: string;
  readonly madeBy: string;
  readonly withdrawn: string | null;
}

/** Every release, with its cells, verified one after the other as movement does. */
async function readChain(subgraph: RunningSubgraph) {
  const chain: (Node & { readonly pages: Cell[][]; readonly head: Record<string, any> })[] = [];
  const selection = 'number hash header signature kind through madeBy withdrawn';
  const { data, errors } = await subgraph.query(
    `{ youthUnionReleases(first: 100) { totalCount current nodes { ${selection} } } }`,
  );
  expect(errors).toBeUndefined();
  const { nodes, totalCount, current } = data['youthUnionReleases'];
  expect([totalCount, current]).toEqual([nodes.length, nodes.at(-1)?.number ?? null]);
  for (const node of nodes as Node[]) {
    const previous = chain.at(-1)?.header ?? null;
    const known = { organisation: 'youth-union' };
    const verified = await verifyRelease(node.header, node.signature, releaseKeys, previous, known);
    expect(verified.hash).toBe(node.hash);
    const pages: Cell[][] = [];
    for (const [index, entry] of verified.header.pages.entries()) {
      const answer = await subgraph.query(
        `{ youthUnionReleases(after: ${node.number - 1}, first: 1) { nodes { page(index: ${index}) } } }`,
      );
      pages.push(verifyPage(answer.data['youthUnionReleases'].nodes[0].page, entry));
    }
    chain.push({ ...node, pages, head: verified.header });
  }
  return chain;
}

/** The current cells as its releases say, and as its table has them. */
async function currentCells(subgraph: RunningSubgraph) {
  const said = new Map<string, Cell>();
  for (const { kind, pages } of await readChain(subgraph)) takeIn(said, kind, pages);
  const rows = await subgraph.execute(
    `select json_build_array(goal_code, place_code, place_from::text, month, people, occurrences) as cell
     from release_cell where until_number is null`,
  );
  const kept = rows.map(({ cell }) => cell as Cell);
  expect([...said.values()].map(String).sort()).toEqual(kept.map(String).sort());
  return kept;
}

/** People and occurrences of a place by month. */
async function monthsOf(subgraph: RunningSubgraph, code: string, from?: string) {
  const cells = (await currentCells(subgraph)).filter((cell) => cell[1] === code && (!from || cell[2] === from));
  return Object.fromEntries(cells.map((cell) => [cell[3], [cell[4], cell[5]]]).sort());
}

async function share(subgraph: RunningSubgraph, communeCode: string, period: string, asKnownOn?: string) {
  const day = asKnownOn === undefined ? '' : `(asKnownOn: "${asKnownOn}")`;
  const { data, errors } = await subgraph.entities(
    [{ __typename: 'GoalProgress', goalCode: goal, communeCode, period }],
    `... on GoalProgress { youthUnion${day} { people occurrences suppressed through release withdrawn demonstration } }`,
  );
  expect(errors).toBeUndefined();
  return data['_entities'][0].youthUnion;
}

describe.each(testDatabases)('releases on $name', ({ create }) => {
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
    subgraph = await startSubgraph(youthUnion, await create(), { now: () => now });
  });
  afterEach(() => subgraph.stop());

  test('before any release nothing is known, and zero is not said', async () => {
    await people(...guided(1, 12, first, '2026-03-05'));
    expect(await share(subgraph, first, '2026-05')).toEqual({
      ...{ people: null, occurrences: null, suppressed: false, demonstration: false },
      ...{ through: null, release: null, withdrawn: false },
    });
    expect(await readChain(subgraph)).toEqual([]);
  });

  test('the first is full: people to date month by month, communes and the root place, the small withheld', async () => {
    await people(
      ...guided(1, 12, first, '2026-03-05'),
      ...guided(101, 3, first, '2026-05-02'),
      ...guided(201, 20, second, '2026-04-10'),
      ...guided(301, 4, third, '2026-04-11'),
    );
    await taken(
      'guidance-sessions',
      guidanceSessions(session('S1', first, '2026-05-03', 7), session('S2', '38', '2026-02-01', 9)),
    );
    const report = await released();
    expect(report).toMatchObject({ number: 1, kind: 'FULL', through: '2026-06-19', changed: report?.cells });
    expect(await monthsOf(subgraph, first)).toEqual({
      '2026-03': [12, 0],
      // 4 people elsewhere and the next smallest hide each other.
      '2026-04': [null, null],
      ...{ '2026-05': [null, null], '2026-06': [null, null] },
    });
    expect(await monthsOf(subgraph, second)).toEqual({ '2026-04': [20, 0], '2026-05': [20, 0], '2026-06': [20, 0] });
    expect(await monthsOf(subgraph, '38')).toEqual({
      ...{ '2026-02': [0, 9], '2026-03': [12, 0], '2026-04': [36, 0], '2026-05': [39, 7], '2026-06': [39, 0] },
    });
    const head = (await readChain(subgraph))[0]?.head;
    expect(head).toMatchObject({
      madeBy: 'HAND',
      madeAt: '2026-06-20T03:00:00.000Z',
      demonstration: false,
      previous: null,
    });
    expect(await share(subgraph, '38', '2026-05')).toMatchObject({ people: 39, occurrences: 7, release: 1 });
    expect(await share(subgraph, third, '2026-05')).toMatchObject({
      people: null,
      occurrences: null,
      suppressed: true,
    });
    expect(await share(subgraph, '14812', '2026-05')).toMatchObject({ people: 0, occurrences: 0, suppressed: false });
  });

  test('a quarter and a year have the people of their last month, and all turns unless some are withheld', async () => {
    await people(...guided(1, 30, first, '2026-03-05'), ...guided(101, 3, first, '2026-05-02'));
    await taken(
      'guidance-sessions',
      guidanceSessions(session('S1', first, '2026-01-03', 7), session('S2', first, '2026-06-01', 2)),
    );
    await released();
    expect(await share(subgraph, first, '2026')).toMatchObject({ people: 33, occurrences: 9, through: '2026-06-19' });
    expect(await share(subgraph, first, '2026-Q1')).toMatchObject({ people: 30, occurrences: 7 });
    expect(await share(subgraph, first, '2026-Q3')).toMatchObject({
      people: null,
      occurrences: null,
      suppressed: false,
    });
    expect(await share(subgraph, first, '2099')).toMatchObject({ people: null, through: '2026-06-19' });
    expect(await share(subgraph, first, '2025')).toMatchObject({ people: 0, occurrences: 0 });
    await people(...guided(201, 5, second, '2026-05-09'));
    await released();
    expect(await share(subgraph, first, '2026-Q2')).toMatchObject({
      people: null,
      occurrences: null,
      suppressed: true,
    });
    expect(await share(subgraph, first, '2026-Q1')).toMatchObject({ people: 30, occurrences: 7, suppressed: false });
  });

  test('of the last month, only what was by the day counts', async () => {
    await people(...guided(1, 12, first, '2026-05-05'), ...guided(101, 20, first, '2026-05-20'));
    await taken(
      'guidance-sessions',
      guidanceSessions(session('S1', first, '2026-05-10', 7), session('S2', first, '2026-05-11', 5)),
    );
    await released({ through: '2026-05-10' });
    expect(await monthsOf(subgraph, first)).toEqual({ '2026-05': [12, 7] });
    await released({ through: '2026-05-31' });
    expect(await monthsOf(subgraph, first)).toEqual({ '2026-05': [32, 12] });
  });

  test('a dry run says what would change, and changes nothing', async () => {
    await people(...guided(1, 12, first, '2026-05-05'));
    await released({ through: '2026-05-31' });
    await people(...guided(101, 20, first, '2026-05-20'));
    const preview = await released({ through: '2026-06-19', dryRun: true });
    expect(preview).toMatchObject({ number: 2, kind: 'CHANGES', cells: 4, changed: 4, formerThrough: '2026-05-31' });
    expect(preview?.hash).toBeUndefined();
    expect(preview?.firstChanges[0]).toEqual({
      from: [goal, first, '2025-07-01', '2026-05', 12, 0],
      to: [goal, first, '2025-07-01', '2026-05', 32, 0],
    });
    expect(await readChain(subgraph)).toHaveLength(1);
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 12, release: 1 });
  });

  test('a correction is a new release with what differs, zeros where a cell vanished; nothing new is no release', async () => {
    await people(...guided(1, 12, first, '2026-04-05'), ...guided(101, 20, second, '2026-05-20'));
    await released();
    expect(await released()).toBeNull();
    await people(...guided(1, 12, first, '2026-05-05'));
    const note = 'Ngày đạt đã được sửa';
    expect(await released({ note })).toMatchObject({ number: 2, kind: 'CHANGES', changed: 2 });
    const [, correction] = await readChain(subgraph);
    expect(correction?.head).toMatchObject({ note });
    expect(correction?.pages).toEqual([
      [
        [goal, first, '2025-07-01', '2026-04', 0, 0],
        [goal, '38', '0001-01-01', '2026-04', 0, 0],
      ].sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    ]);
    expect(await monthsOf(subgraph, first)).toEqual({ '2026-05': [12, 0], '2026-06': [12, 0] });
    // Complete through a later day is new, though no figure is.
    now = new Date('2026-06-21T03:00:00Z');
    expect(await released()).toMatchObject({ number: 3, through: '2026-06-20', changed: 0 });
    expect((await readChain(subgraph)).at(-1)?.pages).toEqual([]);
  });

  test('what was known on a day stays so', async () => {
    await people(...guided(1, 12, first, '2026-04-05'));
    await released();
    now = new Date('2026-06-25T17:30:00Z');
    await people(...guided(101, 20, first, '2026-05-20'));
    await released();
    // The second was made on the 26th in the province.
    expect(await share(subgraph, first, '2026-05', '2026-06-19')).toMatchObject({ people: null, release: null });
    expect(await share(subgraph, first, '2026-05', '2026-06-25')).toMatchObject({
      ...{ people: 12, release: 1, through: '2026-06-19' },
    });
    expect(await share(subgraph, first, '2026-05', '2026-06-26')).toMatchObject({ people: 32, release: 2 });
    expect(await share(subgraph, first, '2026-05', '2027-01-01')).toMatchObject({ people: 32, release: 2 });
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 32, release: 2, through: '2026-06-25' });
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
      through: '2026-06-19',
    });
    expect(await monthsOf(subgraph, first)).toEqual({ '2026-04': [12, 0], '2026-05': [12, 0], '2026-06': [12, 0] });
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 12, release: 3, withdrawn: false });
    expect(await share(subgraph, first, '2026-05', '2026-06-21')).toMatchObject({
      ...{ people: 32, release: 2, withdrawn: true },
    });
    expect((await subgraph.withdraw(2, 'again')).answer).toMatchObject({ code: 'ALREADY_WITHDRAWN' });
    expect((await subgraph.withdraw(9, 'none')).answer).toMatchObject({ code: 'UNKNOWN_RELEASE' });
    expect(await released({ through: '2026-06-21' })).toMatchObject({ number: 4, kind: 'CHANGES' });
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 32, release: 4 });
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
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 12, release: 1 });
    await subgraph.execute(`alter table release_page drop constraint full_disk`);
    expect(await released()).toMatchObject({ number: 2 });
    expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 32, release: 2 });
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

  test('communes that merge are added up from the first day of the new one', async () => {
    const commune = (code: string, name: string, days: string) =>
      `${code},COMMUNE,38,Xã ${name},${name} Commune,COMMUNE,PLAIN,,,${days}`;
    await people(...guided(1, 30, '16561', '2026-03-05'), ...guided(101, 20, '16591', '2026-04-05'));
    await released();
    const head = (await readChain(subgraph))[0]?.head;
    await taken(
      'places',
      placesFile(
        commune('16561', 'Một', '2025-07-01,2026-06-30,16561'),
        commune('16591', 'Hai', '2025-07-01,2026-06-30,16561'),
        commune('16561', 'Ba', '2026-07-01,,'),
      ),
    );
    now = new Date('2026-08-15T03:00:00Z');
    await people(...guided(201, 12, '16561', '2026-08-01'));
    await released();
    expect(await monthsOf(subgraph, '16561', '2025-07-01')).toEqual({
      ...{ '2026-03': [30, 0], '2026-04': [30, 0], '2026-05': [30, 0], '2026-06': [30, 0] },
    });
    expect(await monthsOf(subgraph, '16591')).toEqual({ '2026-04': [20, 0], '2026-05': [20, 0], '2026-06': [20, 0] });
    expect(await monthsOf(subgraph, '16561', '2026-07-01')).toEqual({ '2026-07': [50, 0], '2026-08': [62, 0] });
    expect(await share(subgraph, '16561', '2026-08')).toMatchObject({ people: 62 });
    expect(await share(subgraph, '16561', '2026-06')).toMatchObject({ people: null, suppressed: false });
    expect(await share(subgraph, '16561@2026-06-30', '2026-06')).toMatchObject({ people: 30 });
    const after = (await readChain(subgraph)).at(-1)?.head;
    expect(after?.['places']).not.toBe(head?.['places']);
    expect(after?.['goals']).toBe(head?.['goals']);
  });

  test('the header says how many records had no valid number, and the day that imports named', async () => {
    const bad = guided(1, 2, first, '2026-04-05').map((row) => row.replace(/^\d+/, '12'));
    const content = guidedPeople(...guided(1, 12, first, '2026-04-05'), ...bad);
    const day = '2026-05-31';
    for (const file of ['a.csv', 'b.csv', 'b.csv']) {
      const done = (await subgraph.import('guided-people', content, { file, through: day })).at(-1);
      expect(done).toMatchObject({ written: 12, rejected: 2 });
    }
    await taken('guidance-sessions', guidanceSessions(session('S1', first, '2026-05-10', 7)), { demonstration: true });
    expect(await released()).toMatchObject({ through: day });
    const head = (await readChain(subgraph))[0]?.head;
    expect(head).toMatchObject({ withoutNumber: 4, demonstration: true, through: day });
    expect((await subgraph.import('guided-people', content, { through: '2026-06-21' }))[0]).toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Expected through to be a day up to today (2026-06-20), got "2026-06-21".',
    });
  });

  test('only somebody with the scope of releases makes them', async () => {
    const ask = (token: string) =>
      fetch(`${subgraph.url}/operator/releases`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: '{}',
      });
    expect((await ask('of-somebody-else-0123456789-0123456789')).status).toBe(401);
    expect(await readChain(subgraph)).toEqual([]);
  });
});
