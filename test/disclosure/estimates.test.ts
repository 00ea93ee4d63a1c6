import { createSecretKey } from 'node:crypto';
import { epsilonOfCommune, epsilonOfGroup, hiddenByError, noiseOf } from '@hub/kit/service';
import { overlapOf, PeopleSketch } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import { attack, judge, type Judged, secretsOf } from './support/attack.js';
import { randomNumbers } from './support/random-numbers.js';
import type { Rule } from './support/rules/rule.js';
import { World } from './support/structure.js';

/** How far the noise of a commune's estimate is from none at most, but once in ten thousand times. */
const farthest = Math.ceil(Math.log(2 / (1e-4 * (1 + Math.exp(-epsilonOfCommune)))) / epsilonOfCommune);

const noiseKey = createSecretKey(Buffer.from('noise of a rule'));

const floor = (people: number) => Math.floor(people / 10) * 10;

/** People of several organisations, some of them in more than one, and all of them together. */
function together(organisations: number, random: () => number): World {
  const world = new World();
  const everybody = Array.from({ length: 12 + Math.floor(40 * random()) }, (_, index) => index);
  const share = 0.3 + 0.6 * random();
  const sets = Array.from({ length: organisations }, () => new Set(everybody.filter(() => random() < share)));
  const parts = sets.map((set, index) => world.count('organisation', String(index), set.size));
  const whole = world.count('together', 'all', new Set(sets.flatMap((set) => [...set])).size);
  world.structure.unions.push({ whole, parts, isDisjoint: false });
  return world;
}

/**
 * The attacker gets the raw number behind an estimate: every published value derives from it. No two people share a
 * cell.
 * @param isNoised whether the number has the movement's noise.
 */
function estimating(isNoised: boolean): Rule {
  const reach = isNoised ? farthest : 0;
  return {
    name: 'estimate',
    isExact: false,
    publish: ({ structure, truth }) => {
      const people = (cell: string) => truth.get(cell) ?? 0;
      const shown = new Map([...structure.cells].map((cell) => [cell, floor(people(cell))]));
      for (const { whole, parts } of structure.unions) {
        const name = JSON.stringify([whole, parts.map(people)]);
        shown.set(whole, people(whole) + (isNoised ? noiseOf(name, epsilonOfCommune, noiseKey) : 0));
      }
      return shown;
    },
    learn: ({ unions }, shown, system, variableOf) => {
      const estimated = new Set(unions.map(({ whole }) => whole));
      for (const [cell, value] of shown) {
        const told = value ?? 0;
        if (estimated.has(cell)) system.bound(variableOf(cell), told - reach, told + reach);
        else system.bound(variableOf(cell), told, told + 9);
      }
    },
  };
}

async function found(world: World, rule: Rule): Promise<Judged[]> {
  const { structure, truth } = world;
  const findings = await attack(structure, { rule, shown: rule.publish(world), asks: secretsOf(truth) });
  return judge(findings, truth).filter(({ width }) => width < 10);
}

describe('an estimate beside the organisations’ own numbers', () => {
  test.each([2, 3, 4])(
    'of %i organisations leaves ten values for each of them, and for all together',
    async (number) => {
      const random = randomNumbers(number);
      for (let round = 0; round < 40; round += 1) {
        expect(await found(together(number, random), estimating(true))).toEqual([]);
      }
    },
  );

  test('would not, had it no noise', async () => {
    const random = randomNumbers(2);
    const worlds = Array.from({ length: 40 }, () => together(2, random));
    const narrowed = await Promise.all(worlds.map((world) => found(world, estimating(false))));
    expect(narrowed.flat().length).toBeGreaterThan(0);
  });
});

describe('groups and overlaps, which stand beside no published number', () => {
  const sketchOf = (from: number, to: number, seed: number) => {
    const sketch = new PeopleSketch();
    const random = randomNumbers(seed);
    const tokens = Array.from({ length: to }, () => [random() * 2 ** 32, random() * 2 ** 32] as const);
    for (const [first, last] of tokens.slice(from)) sketch.addWords(first | 0, last | 0);
    return sketch;
  };
  const hidden = (sketch: { people: number; standardError: number }) =>
    hiddenByError({ ...sketch, epsilon: epsilonOfGroup });

  test('are told only where the sketch does not know them nearly exactly', () => {
    for (const people of [20, 200, 2_000]) expect(hidden(sketchOf(0, people, people).estimate())).toBeNull();
    expect(hidden(overlapOf(sketchOf(0, 400, 1), sketchOf(300, 700, 1)))).toBeNull();
    expect(hidden(sketchOf(0, 20_000, 5).estimate())).not.toBeNull();
  });

  test('many months of one set leave at least ten numbers, whatever the keys', () => {
    // Each month has its own key: 36 independent errors of one number, each result rounded down to ten.
    for (const people of [5_000, 8_000]) {
      const told = Array.from(
        { length: 36 },
        (_, month) => hidden(sketchOf(0, people, month).estimate())?.estimate ?? 0,
      );
      const mean = told.reduce((sum, number) => sum + number, 0) / told.length + 4.5;
      const spread = Math.sqrt(told.reduce((sum, number) => sum + (number + 4.5 - mean) ** 2, 0) / (told.length - 1));
      expect(2 * 1.96 * (spread / Math.sqrt(told.length))).toBeGreaterThan(10);
    }
  });
});
