import { describe, expect, test } from '@jest/globals';
import { closedAt } from '../../subgraphs/movement/src/sketches/closing.js';
import { goal, placeOf, type Played, PlayedHub, whole } from './support/played-hub.js';

const month = '2026-03';
const place = placeOf(0);
const people = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('a month closes', () => {
  const moment = (text: string) => Date.parse(text);
  const reportedAt = [moment('2026-04-02'), moment('2026-04-09')];
  const month = { lastDay: '2026-03-31', dueOn: null, reportedAt, isHandedOver: false };

  test('when the last of the organisations has reported all of it', () => {
    expect(closedAt(month, moment('2026-04-10'))).toBe(moment('2026-04-09'));
    expect(closedAt({ ...month, reportedAt: [] }, moment('2027-01-01'))).toBeNull();
  });

  test('without those who are late by thirty days after the due day, or after the first reported', () => {
    const late = { ...month, reportedAt: [moment('2026-04-02'), null], isHandedOver: true };
    const dueOn = '2026-04-10';
    expect(closedAt(late, moment('2026-05-01T23:59:00Z'))).toBeNull();
    expect(closedAt(late, moment('2026-05-02T00:00:00Z'))).toBe(moment('2026-05-02'));
    // The day ends in the province.
    expect(closedAt({ ...late, dueOn }, moment('2026-05-10T16:59:00Z'))).toBeNull();
    expect(closedAt({ ...late, dueOn }, moment('2026-05-10T17:00:00Z'))).toBe(moment('2026-05-10T17:00:00Z'));
    expect(closedAt({ ...late, reportedAt: [null, null] }, moment('2027-01-01'))).toBeNull();
    // Somebody is about to hand over more.
    expect(closedAt({ ...late, isHandedOver: false }, moment('2027-01-01'))).toBeNull();
  });
});

describe('an estimate', () => {
  const hubOf = (organisations: readonly string[], groups?: ReadonlyMap<string, readonly number[]>) =>
    new PlayedHub({ organisations, communes: 2, seed: 'rounds', ...(groups && { groups }) });
  /** An organisation releases its people of the first commune; the second is empty. */
  const release = async (hub: PlayedHub, organisation: string, day: string, persons: readonly number[]) => {
    hub.release(organisation, '2026-03-31', `${day}T03:00:00Z`, [month], (_, commune) =>
      commune === 0 ? persons : [],
    );
    await hub.estimate(`${day}T03:00:05Z`);
  };
  const roundOf = (hub: PlayedHub, key = place) => hub.versions.inForce(goal, key, month)?.round;

  test('is none before its month closes: bounds, that say so', async () => {
    const hub = hubOf(['a', 'b', 'c']);
    await release(hub, 'a', '2026-04-02', people(0, 60));
    await release(hub, 'b', '2026-04-03', people(30, 90));
    expect(hub.figure(place, month)).toMatchObject({ estimate: null, method: 'BOUNDS', noEstimate: 'NOT_CLOSED' });
    await release(hub, 'c', '2026-04-09', people(80, 120));
    expect(hub.figure(place, month)).toMatchObject({ method: 'ESTIMATE', noEstimate: null });
  });

  test('waits for nobody who has too few people for a sketch', async () => {
    const hub = hubOf(['a', 'b', 'c']);
    await release(hub, 'a', '2026-04-02', people(0, 60));
    await release(hub, 'b', '2026-04-03', people(30, 90));
    await release(hub, 'c', '2026-04-04', people(200, 205));
    expect(hub.figure(place, month)).toMatchObject({ method: 'ESTIMATE' });
  });

  test('stands while organisations release, follows their published numbers, and has them in its interval', async () => {
    const hub = hubOf(['a', 'b']);
    await release(hub, 'a', '2026-04-02', people(0, 60));
    await release(hub, 'b', '2026-04-03', people(30, 90));
    const made = hub.figure(place, month);
    await release(hub, 'a', '2026-04-05', people(0, 60));
    expect(hub.figure(place, month)).toEqual(made);
    await release(hub, 'b', '2026-04-06', people(30, 110));
    await release(hub, 'a', '2026-04-07', people(0, 80));
    expect(roundOf(hub)).toBe(1);
    const [estimate, interval] = [made?.estimate ?? NaN, made?.interval ?? { lower: NaN, upper: NaN }];
    const since = hub.figure(place, month);
    // Of 40 more by published numbers, some were in the other organisation.
    expect(since?.estimate).toBeGreaterThan(estimate + 10);
    expect(since?.estimate).toBeLessThan(estimate + 30);
    expect(since?.interval?.lower).toBeGreaterThanOrEqual(Math.max(80, interval.lower));
    expect(since?.interval?.upper).toBeGreaterThan(interval.upper + 10);
    expect(since?.interval?.upper).toBeLessThanOrEqual(Math.min(178, interval.upper + 58));
  });

  test('is made once more after thirty days where two have moved, and then no more', async () => {
    const hub = hubOf(['a', 'b']);
    await release(hub, 'a', '2026-04-02', people(0, 60));
    await release(hub, 'b', '2026-04-03', people(30, 90));
    await release(hub, 'a', '2026-04-20', people(0, 80));
    await release(hub, 'b', '2026-04-21', people(30, 110));
    expect(roundOf(hub)).toBe(1);
    await hub.estimate('2026-05-03T04:00:00Z');
    expect(roundOf(hub)).toBe(2);
    await release(hub, 'a', '2026-05-20', people(0, 100));
    await release(hub, 'b', '2026-06-21', people(30, 130));
    expect(roundOf(hub)).toBe(2);
  });

  test('is not made again where one alone moved, whatever it moved', async () => {
    const hub = hubOf(['a', 'b']);
    await release(hub, 'a', '2026-04-02', people(0, 60));
    await release(hub, 'b', '2026-04-03', people(30, 90));
    await release(hub, 'a', '2026-04-20', people(500, 900));
    await hub.estimate('2026-05-03T04:00:00Z');
    expect([roundOf(hub), roundOf(hub, whole)]).toEqual([1, 1]);
    // The organisation removes all of its people: a new round would publish the other organisation's people.
    await release(hub, 'a', '2026-06-20', []);
    expect(roundOf(hub)).toBe(1);
  });

  test.each<[string, Omit<Played, 'organisations' | 'communes' | 'seed'>, string]>([
    ['since it is made', {}, '2026-05-09T04:00:00Z'],
    ['where all is made up, since it could be made', { demonstration: true }, '2026-04-03T03:00:00Z'],
    [
      'where it waited for sketches that merge, since it waits no more',
      { demonstration: true, otherKey: 'c' },
      '2026-05-04T03:00:00Z',
    ],
  ])('is known %s', async (_, played, from) => {
    const hub = new PlayedHub({ organisations: ['a', 'b', 'c'], communes: 2, seed: 'known', ...played });
    const told = (organisation: string, day: string) => {
      hub.release(organisation, '2026-03-31', `2026-04-${day}T03:00:00Z`, [month], () => people(0, 60));
    };
    told('a', '02');
    told('b', '03');
    told('c', played.otherKey === undefined ? '03' : '04');
    await hub.estimate('2026-05-09T04:00:00Z');
    const knownFrom = Date.parse(from);
    expect(hub.versions.closeOf(goal, month)).toMatchObject({ knownFrom });
    expect(hub.versions.inForce(goal, place, month, { before: knownFrom })).toBeUndefined();
    expect(hub.versions.inForce(goal, place, month, { before: knownFrom + 1 })).toMatchObject({ knownFrom });
  });

  test('has two versions a month, whatever is released when; four, where keys are revoked', async () => {
    for (const isRevoked of [false, true]) {
      const hub = hubOf(['a', 'b'], new Map([['R', [0]]]));
      const numbers = new Map<string, Set<number>>();
      for (let day = 0; day < 120; day += 1) {
        const moment = new Date(Date.parse('2026-04-02T00:00:00Z') + day * 86_400_000).toISOString().slice(0, 10);
        for (const organisation of ['a', 'b']) await release(hub, organisation, moment, people(day, 60 + 20 * day));
        if (isRevoked) hub.revokeFormer(['a', 'b'][day % 2] ?? '');
        for (const key of [place, whole, `${whole} R`]) {
          const round = roundOf(hub, key);
          if (round !== undefined) numbers.set(key, (numbers.get(key) ?? new Set()).add(round));
        }
      }
      expect([...numbers.values()].map(({ size }) => size)).toEqual(isRevoked ? [4, 4, 4] : [2, 2, 2]);
      expect(hub.versions.size).toBe(isRevoked ? 4 : 2);
    }
  });

  test('of a group that comes later is made of what is there then', async () => {
    const groups = new Map<string, readonly number[]>();
    const hub = hubOf(['a', 'b'], groups);
    await release(hub, 'a', '2026-04-02', people(0, 60));
    await release(hub, 'b', '2026-04-03', people(30, 90));
    expect(roundOf(hub, `${whole} R`)).toBeUndefined();
    groups.set('R', [0]);
    await hub.estimate('2026-04-04T03:00:00Z');
    expect([roundOf(hub, `${whole} R`), roundOf(hub)]).toEqual([2, 1]);
    await release(hub, 'a', '2026-04-20', people(0, 80));
    await release(hub, 'b', '2026-04-21', people(30, 110));
    expect(roundOf(hub, `${whole} R`)).toBe(2);
  });

  test('of two hubs with other noise is another, and of one the same', async () => {
    const numbers = new Set<number>();
    for (const seed of ['1', '1', '2', '3', '4']) {
      const hub = new PlayedHub({ organisations: ['a', 'b'], communes: 2, seed });
      await release(hub, 'a', '2026-04-02', people(0, 600));
      await release(hub, 'b', '2026-04-03', people(300, 900));
      numbers.add(hub.versions.inForce(goal, whole, month)?.people ?? 0);
    }
    expect(numbers.size).toBe(4);
  });
});
