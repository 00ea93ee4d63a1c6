import { beforeAll, describe, expect, test } from '@jest/globals';
import { attack, type Attack, type Finding, judge, secretsOf } from './support/attack.js';
import { type KindOfCaller, kindsOfCaller, ownDenominators } from './support/kinds-of-caller.js';
import { randomNumbers } from './support/random-numbers.js';
import { roundingDown } from './support/rules/rounding-down.js';
import type { Shown } from './support/rules/rule.js';
import { type Published, seeing } from './support/rules/seeing.js';
import { byTable, Sight } from './support/sight.js';
import { type CellId, tableOf, World } from './support/structure.js';
import { areOfDemonstration, communesOfToday } from './support/truth/files.js';
import { demonstration } from './support/truth/demonstration.js';
import { addDenominators, shownDenominators } from './support/truth/denominators.js';

const rule = roundingDown('capped');

/** The solver takes an hour for every kind and all communes: `pnpm prove disclosure`. */
const isWhole = process.env['DISCLOSURE'] === 'all';

/** Else it is asked of two communes for each kind, which a seed draws; of all others, what follows from bounds. */
const random = randomNumbers(33);
function drawnCells(truth: ReadonlyMap<CellId, number>): (cell: CellId) => boolean {
  const withPeople = new Set(
    [...truth].flatMap(([cell, people]) => (people > 0 ? (/\|(\d{5})\b/.exec(cell)?.[1] ?? []) : [])),
  );
  const communes = communesOfToday().filter((code) => withPeople.has(code));
  const drawn = [0, 1].map(() => communes[Math.floor(communes.length * random())] ?? '');
  return (cell) => new RegExp(`\\|(${drawn.join('|')})\\b`).test(cell);
}

describe('every kind of caller by itself, with all that is public beside it', () => {
  const world = demonstration();
  const { structure, truth } = world;
  let published: readonly Published[];
  let shown: Shown;
  let sight: Sight;
  let tables: ReturnType<typeof byTable>;
  let everybodys: ReadonlySet<CellId>;

  beforeAll(async () => {
    // Denominators are published by themselves, whatever else is.
    const [counts, denominators] = [demonstration(), new World()];
    published = [{ structure: counts.structure, shown: rule.publish(counts) }];
    if (areOfDemonstration) {
      await addDenominators(denominators);
      await addDenominators(world);
      published = [...published, { structure: denominators.structure, shown: shownDenominators() }];
    }
    shown = new Map(published.flatMap((one) => [...one.shown]));
    sight = await Sight.open();
    tables = byTable(shown.keys());
    everybodys = sight.of(kindsOfCaller[0]?.caller as KindOfCaller['caller'], tables);
  });

  test('is shown what its agreements say, and what everybody is', () => {
    const seen = (name: string) => {
      const { caller } = kindsOfCaller.find((one) => one.name === name) as KindOfCaller;
      return sight.of(caller, tables);
    };
    const tablesOf = (cells: ReadonlySet<CellId>) => new Set([...cells].map(tableOf));
    expect(tablesOf(everybodys)).toEqual(new Set(['pupils to date', 'public staff by commune of residence']));
    expect(seen('analyst')).toEqual(new Set(shown.keys()));
    // Apps are shown shares of the province alone; what the police and schools count, few organisations are.
    expect([...seen('app')].filter((cell) => !everybodys.has(cell) && !cell.includes('|38 '))).toEqual([]);
    const ofStaff = (organisation: string) => tablesOf(seen(`staff of ${organisation}`));
    expect(ofStaff('education').has('pupils by school')).toBe(true);
    expect(ofStaff('womens-union').has('pupils by school')).toBe(false);
    expect(ofStaff('education').has('identity: accounts_level_1')).toBe(false);
  });

  /** What a caller knows of its organisation's own people: everything. */
  function knownTo(own: KindOfCaller['own']): ReadonlyMap<CellId, number> {
    if (!own) return new Map();
    const { cells } = demonstration([own]).structure;
    return new Map([...truth].filter(([cell]) => cells.has(cell) || tableOf(cell) === ownDenominators[own]));
  }

  /** The ranges of all counts by bounds, and the solver's ranges of a sample of counts within a few seconds. */
  async function briefly(question: Attack): Promise<Finding[]> {
    const isOfSample = drawnCells(truth);
    const asks: Attack['asks'] = (cell, part) => isOfSample(cell) && question.asks?.(cell, part) !== false;
    const solved = await attack(structure, { ...question, asks }, { secondsEach: 2, secondsInAll: 3 });
    const found = solved.filter(({ range }) => range.isSolved);
    expect(found.length).toBeGreaterThan(0);
    return [...(await attack(structure, question, { secondsInAll: 0 })), ...found];
  }

  test('each count and difference of others leaves ten values', async () => {
    /** Callers with the same view and the same knowledge find the same, so one attack serves them all. */
    const found = new Map<string, string[]>();
    const isSecret = secretsOf(truth);
    for (const { name, caller, own } of kindsOfCaller) {
      const seen = new Set([...sight.of(caller, tables), ...everybodys]);
      const same = `${own ?? 'no organisation'} ${[...new Set([...seen].map(tableOf))].sort().join()} ${seen.size}`;
      const before = found.get(same);
      if (before) {
        before.push(name);
        continue;
      }
      found.set(same, [name]);
      const known = knownTo(own);
      const question = {
        ...{ rule: seeing(rule, published, seen), shown, known },
        asks: (cell: CellId, part: CellId | null) =>
          !known.has(cell) && (part === null || !known.has(part)) && isSecret(cell, part),
      };
      const findings = isWhole ? await attack(structure, question) : await briefly(question);
      expect(findings.length).toBeGreaterThan(10_000);
      const narrowed = judge(findings, truth).filter(({ width }) => width < 10);
      expect({ name, narrowed }).toEqual({ name, narrowed: [] });
    }
    expect([...found.values()].flat()).toHaveLength(kindsOfCaller.length);
    if (isWhole) process.stdout.write(`${JSON.stringify([...found.values()])}\n`);
  }, 7_200_000);

  test('who sees numbers as they are would find some', async () => {
    const { own } = kindsOfCaller.find((one) => one.own === 'university') as KindOfCaller;
    const mine = knownTo(own);
    const known = new Map([...truth].filter(([cell]) => cell.includes('|38 ') || mine.has(cell)));
    const findings = await attack(
      structure,
      { rule: seeing(rule, published, new Set(shown.keys())), shown, known, asks: secretsOf(truth) },
      { secondsInAll: 0 },
    );
    expect(judge(findings, truth).filter(({ width }) => width < 10).length).toBeGreaterThan(0);
  }, 600_000);
});
