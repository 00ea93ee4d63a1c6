import { describe, expect, test } from '@jest/globals';
import type { Cell } from '@hub/protocol';
import { createRandom } from '../../../demo/src/random.js';
import { coverOf } from '../disclosure/covers-of-cells.js';
import { type KnownOfCells, publishedCells } from '../disclosure/published-cells.js';
import type { LedgerCell } from '../ledger/ledger-cells.js';
import { type FormerMonths, publishGoal, type ReleasedMonth } from './released-months.js';

const root = { code: '38', from: '2000-01-01' };
const from = '2025-07-01';
const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'];
const communes = Array.from({ length: 12 }, (_, index) => ({ code: String(index + 10), from }));
const rising: KnownOfCells = { root, communesIn: () => communes.length, risingIn: () => communes };

/**
 * A ledger of communes of uneven size in which people to date only rise; `more` gives the additional people by month
 * and place.
 */
function ledgerOf(seed: string, more: ReadonlyMap<string, number> = new Map()): LedgerCell[] {
  const random = createRandom(seed);
  return communes.flatMap(({ code }, index) => {
    let people = 0;
    return months.map((month): LedgerCell => {
      people += random.integer(0, 4 * (index + 1)) + (more.get(`${code} ${month}`) ?? 0);
      return { goal: 'G', code, from, month, people, occurrences: random.integer(0, 60) };
    });
  });
}

const nothing: FormerMonths = { months: new Map(), cells: [] };
const inText = (cells: readonly Cell[]) => cells.map((cell) => cell.join()).sort();

/** The release of a goal, and the state for the next one. */
async function releaseOf(ledger: readonly LedgerCell[], known: KnownOfCells, former: FormerMonths = nothing) {
  const { cells, decided } = await publishGoal(ledger, known, former);
  const kept = new Map<string, ReleasedMonth>([...former.months, ...decided.map((one) => [one.month, one] as const)]);
  return { cells, decided: decided.map(({ month }) => month), next: { months: kept, cells } };
}

describe('a release of a goal', () => {
  test('says what a release says that decides all months at once, whatever changed since the former one', async () => {
    const takenOver = new Set<number>();
    for (let turn = 0; turn < 60; turn += 1) {
      const random = createRandom(`turn ${turn}`);
      const seed = `ledger ${turn}`;
      let former = (await releaseOf(ledgerOf(seed), rising)).next;
      const more = new Map<string, number>();
      for (let change = 0; change < 3; change += 1) {
        more.set(`${random.pick(communes).code} ${random.pick(months)}`, random.integer(1, 40));
        const ledger = ledgerOf(seed, more);
        const made = await releaseOf(ledger, rising, former);
        expect(inText(made.cells)).toEqual(inText(publishedCells(ledger, rising)));
        takenOver.add(months.length - made.decided.length);
        former = made.next;
      }
    }
    // The tests reuse from none of the months to nearly all.
    expect(takenOver.size).toBeGreaterThan(3);
  });

  test('decides no month again of which nothing changed, and those from a change on', async () => {
    const { next } = await releaseOf(ledgerOf('one'), rising);
    expect((await releaseOf(ledgerOf('one'), rising, next)).decided).toEqual([]);
    const later = ledgerOf('one', new Map([['21 2026-05', 100]]));
    expect((await releaseOf(later, rising, next)).decided).toEqual(['2026-05', '2026-06']);
  });

  test('decides all anew where the former cells are not those that were decided, as after a withdrawal', async () => {
    const { next } = await releaseOf(ledgerOf('one'), rising);
    const [first, ...others] = next.cells;
    const other = first && ([...first.slice(0, 6), first[6] + 10] as unknown as Cell);
    const withdrawn = { ...next, cells: [...(other ? [other] : []), ...others] };
    const { cells, decided } = await releaseOf(ledgerOf('one'), rising, withdrawn);
    expect(decided).toEqual([other?.[3]]);
    expect(inText(cells)).toEqual(inText(next.cells));
  });

  test('takes a month over beside other figures only where these say more than it, then and now', async () => {
    const beside = (people: number): KnownOfCells => ({
      ...rising,
      figuresOf: (_goal, place) => (place === undefined ? [coverOf([{ people, atMost: people + 9 }])] : []),
    });
    const ledger = ledgerOf('one');
    const { next } = await releaseOf(ledger, beside(5_000));
    expect((await releaseOf(ledger, beside(6_000), next)).decided).toEqual([]);
    const bounded = await releaseOf(ledger, beside(100), next);
    expect(bounded.decided.length).toBeGreaterThan(0);
    expect(inText(bounded.cells)).toEqual(inText(publishedCells(ledger, beside(100))));
    const wider = await releaseOf(ledger, beside(6_000), bounded.next);
    expect(inText(wider.cells)).toEqual(inText(next.cells));
  });
});
