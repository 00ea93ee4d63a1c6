import { createSecretKey } from 'node:crypto';
import { epsilonOfCommune, epsilonOfWhole, mostRight } from '@hub/kit/service';
import { PeopleSketch } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import { noisedEstimate } from '../../subgraphs/movement/src/sketches/noised-estimate.js';
import { goal, placeOf, PlayedHub, whole } from '../sketches/support/played-hub.js';
import { randomNumbers } from './support/random-numbers.js';

/**
 * A contributor who would know of one person whether another organisation has her. It knows that organisation's other
 * people in the commune, all tokens, and how estimates are made; it releases as often as it likes, and made-up people.
 */
const [attacker, other] = ['attacker', 'other'] as const;
const place = placeOf(0);
const asked = 0;
const people = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const madeUp = people(1000, 1030);
const month = '2026-03';
const releases = 200;

/** How often a guess may be right by chance beyond a bound: once in some ten thousand runs. */
const withChance = (bound: number, persons: number) => bound + 3.7 * Math.sqrt((bound * (1 - bound)) / persons);

const hubOf = (seed: number) => new PlayedHub({ organisations: [attacker, other], communes: 1, seed: String(seed) });

/** A sketch of people in a month: the attacker makes it itself. */
function sketchOf(hub: PlayedHub, period: string, persons: readonly number[]): PeopleSketch {
  const sketch = new PeopleSketch();
  for (const person of persons) sketch.add(hub.tokenOf(person, period));
  return sketch;
}

/** How many cells people set. */
const cellsOf = (hub: PlayedHub, period: string, persons: readonly number[]) => sketchOf(hub, period, persons).cellsSet;

/** What an estimate says of one person: above what all the others make, or not. */
const saysIn = (estimate: number, cellsWithout: number) => estimate > cellsWithout;

/** One step of the attack: releases the given people and returns the published estimate of the place. */
type Ask = (own: readonly number[]) => Promise<number>;

/**
 * The step attack on one person: adds made-up people until the estimate steps, removes the last one and adds the person
 * instead. If the estimate does not step, the attack concludes that the other organisation counts her. Repeats this
 * while releases are left.
 * @returns how often the attack concluded that she is counted, and that she is not.
 */
async function playSteps(ask: Ask): Promise<{ readonly there: number; readonly absent: number }> {
  let [there, absent, left, extra] = [0, 0, releases, 0];
  const ownOf = () => [...madeUp, ...people(2000, 2000 + extra)];
  const asking: Ask = (own) => {
    left -= 1;
    return ask(own);
  };
  let before = await asking(ownOf());
  while (left >= 3) {
    extra += 1;
    const now = await asking(ownOf());
    if (now === before) continue;
    extra -= 1;
    const without = await asking(ownOf());
    const withHer = await asking([...ownOf(), asked]);
    if (withHer === without) there += 1;
    else absent += 1;
    extra += 1;
    before = now;
  }
  return { there, absent };
}

describe('a contributor with 200 releases', () => {
  test('who steps an estimate person by person is right of everybody, were it the rounded number of each release', async () => {
    for (let person = 0; person < 20; person += 1) {
      const isThere = person % 2 === 0;
      const others = [...people(1, 31 + person), ...(isThere ? [asked] : [])];
      const { there, absent } = await playSteps((own) =>
        Promise.resolve(Math.floor(new Set([...others, ...own]).size / 10) * 10),
      );
      expect(there + absent).toBeGreaterThan(5);
      expect(isThere ? absent : there).toBe(0);
    }
  });

  test('who steps the estimate that the hub tells, person by person, is right as often as who guesses from its versions', async () => {
    const random = randomNumbers(3);
    const persons = 60;
    let [right, most, stepped] = [0, 0, 0];
    for (let person = 0; person < persons; person += 1) {
      const hub = hubOf(20_000 + person);
      const isThere = random() < 0.5;
      const others = (number: number) => [...people(1, 1 + number), ...(isThere ? [asked] : [])];
      const started = Date.parse('2026-04-03T03:00:00Z');
      const rounds = new Set<number>();
      let release = 0;
      hub.release(other, '2026-03-31', '2026-04-02T03:00:00Z', [month], () => others(30));
      const { there, absent } = await playSteps(async (own) => {
        const now = new Date(started + release * 43_200_000).toISOString();
        release += 1;
        // The other moves once, too, so that the estimate is made once more a month later.
        if (release === 40) hub.release(other, '2026-03-31', now, [month], () => others(50));
        hub.release(attacker, '2026-03-31', now, [month], () => own);
        await hub.estimate(now);
        rounds.add(hub.versions.inForce(goal, place, month)?.round ?? 0);
        return hub.figure(place, month)?.estimate ?? -1;
      });
      stepped += there + absent;
      most = Math.max(most, rounds.size);
      const isGuessed = there === absent ? random() < 0.5 : there > absent;
      if (isGuessed === isThere) right += 1;
    }
    // The estimate did step: it follows the attacker's own published numbers.
    expect(stepped).toBeGreaterThan(persons);
    expect(most).toBe(2);
    expect(right / persons).toBeLessThanOrEqual(withChance(mostRight(most, epsilonOfCommune), persons));
  });

  test('who takes the estimates of the commune and of the whole together is right as often as both epsilons allow', async () => {
    const random = randomNumbers(4);
    const persons = 300;
    let right = 0;
    for (let person = 0; person < persons; person += 1) {
      const hub = hubOf(30_000 + person);
      const isThere = random() < 0.5;
      const known = people(1, 31);
      hub.release(other, '2026-03-31', '2026-04-02T03:00:00Z', [month], () => (isThere ? [...known, asked] : known));
      hub.release(attacker, '2026-03-31', '2026-04-03T03:00:00Z', [month], () => madeUp);
      await hub.estimate('2026-04-03T03:00:00Z');
      const without = cellsOf(hub, month, [...known, ...madeUp]);
      const weights = [place, whole].map((one) => {
        const version = hub.versions.inForce(goal, one, month);
        return version ? version.epsilon * (saysIn(version.cells ?? 0, without) ? 1 : -1) : 0;
      });
      expect(weights).not.toContain(0);
      if (weights.reduce((sum, one) => sum + one, 0) > 0 === isThere) right += 1;
    }
    const epsilon = epsilonOfCommune + epsilonOfWhole;
    expect(right / persons).toBeLessThanOrEqual(withChance(mostRight(1, epsilon), persons));
  });

  test('sees one version of the estimate of a small union, and is right as often as its epsilon allows', async () => {
    const random = randomNumbers(1);
    const persons = 300;
    let right = 0;
    for (let person = 0; person < persons; person += 1) {
      const hub = hubOf(person);
      const isThere = random() < 0.5;
      const known = people(1, 31);
      hub.release(other, '2026-03-31', '2026-04-02T03:00:00Z', [month], () => (isThere ? [...known, asked] : known));
      const seen = new Map<number, number>();
      for (let release = 0; release < releases; release += 1) {
        // It puts the person in and takes her out, and moves its own number each time.
        const own = [...madeUp, ...people(2000, 2000 + 10 * (release % 4)), ...(release % 2 ? [asked] : [])];
        const now = new Date(Date.parse('2026-04-03T03:00:00Z') + release * 43_200_000).toISOString();
        hub.release(attacker, '2026-03-31', now, [month], () => own);
        await hub.estimate(now);
        const version = hub.versions.inForce(goal, place, month);
        if (version) seen.set(version.round, version.cells ?? 0);
      }
      expect(seen.size).toBe(1);
      const [estimate = 0] = seen.values();
      // The first release holds neither the person nor the made-up people of later releases.
      if (saysIn(estimate, cellsOf(hub, month, [...known, ...madeUp])) === isThere) right += 1;
    }
    expect(right / persons).toBeLessThanOrEqual(withChance(mostRight(1, epsilonOfCommune), persons));
  });

  test('would be right of everybody, had the estimate no noise to speak of', () => {
    const key = createSecretKey(Buffer.from('no noise'));
    for (let person = 0; person < 50; person += 1) {
      const hub = hubOf(person);
      const known = [...people(1, 31), ...madeUp];
      const estimateOf = (persons: readonly number[]) => {
        const merged = [{ organisation: other, digest: '', sketches: [sketchOf(hub, month, persons)] }];
        return noisedEstimate(merged, { goal, month, of: [place] }, 50, key).people;
      };
      const without = cellsOf(hub, month, known);
      // Now and then she shares a cell with others: then nobody can tell.
      if (cellsOf(hub, month, [...known, asked]) === without) continue;
      expect(saysIn(estimateOf([...known, asked]), without)).toBe(true);
      expect(saysIn(estimateOf(known), without)).toBe(false);
    }
  });

  test('sees a version a month at most where the other moves, too, and is right as often as all of them allow', async () => {
    const random = randomNumbers(2);
    const persons = 200;
    const months = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);
    let [right, most] = [0, 0];
    for (let person = 0; person < persons; person += 1) {
      const hub = hubOf(10_000 + person);
      const isThere = random() < 0.5;
      const votes = new Map<number, boolean>();
      for (const [index, period] of months.entries()) {
        // The other organisation grows by ten people a month. The attacker knows them.
        const known = people(1, 31 + 10 * index);
        const own = [...madeUp, ...people(2000, 2000 + 10 * index)];
        const through = new Date(Date.UTC(2026, index + 1, 0)).toISOString().slice(0, 10);
        hub.release(other, through, `${through}T05:00:00Z`, [period], () => (isThere ? [...known, asked] : known));
        for (let release = 0; release < 16; release += 1) {
          const now = new Date(Date.parse(`${through}T06:00:00Z`) + release * 3_600_000).toISOString();
          hub.release(attacker, through, now, [period], () => (release === 0 ? own : [...own, asked]));
          await hub.estimate(now);
        }
        const version = hub.versions.inForce(goal, place, period);
        if (version) votes.set(version.round, saysIn(version.cells ?? 0, cellsOf(hub, period, [...known, ...own])));
      }
      most = Math.max(most, votes.size);
      const ins = [...votes.values()].filter(Boolean).length;
      if (ins * 2 > votes.size === isThere) right += 1;
    }
    expect(most).toBeLessThanOrEqual(12);
    const bound = mostRight(most, epsilonOfCommune);
    expect(bound).toBeLessThan(0.67);
    expect(right / persons).toBeLessThanOrEqual(withChance(bound, persons));
  });
});
