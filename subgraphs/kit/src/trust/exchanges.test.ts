import { exchangeDigest, type Receipt } from '@hub/protocol';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Exchanges, type Unreceipted } from './exchanges.js';

describe('what was asked and answered', () => {
  let lost: Unreceipted[];
  let exchanges: Exchanges;

  beforeEach(() => {
    lost = [];
    exchanges = new Exchanges((one) => lost.push(one));
    exchanges.open('s', 'gateway', 1000);
  });

  const exchange = (number: number, session = 's') => {
    exchanges.asked(session, number, `r${number}`);
    exchanges.answered(session, number, `a${number}`);
  };
  const receipt = (...stated: readonly (readonly [number: number, answer?: string])[]): Receipt => ({
    ...{ audience: 'university', session: 's' },
    exchanges: stated.map(([number, answer]) => [number, exchangeDigest({ request: `r${number}`, answer })]),
  });

  test('is taken by a receipt as it is, with the answer or without, once', () => {
    for (const number of [1, 2, 3]) exchange(number);
    exchanges.asked('s', 4, 'r4');
    expect(exchanges.take(receipt([1, 'a1'], [2], [3, 'another'], [4], [5, 'a5']))).toEqual({
      taken: [
        { number: 1, request: 'r1', answer: 'a1' },
        { number: 2, request: 'r2' },
        { number: 4, request: 'r4' },
      ],
      others: [3, 5],
    });
    expect(exchanges.take(receipt([1, 'a1'], [3, 'a3']))).toMatchObject({ taken: [{ number: 3 }], others: [1] });
  });

  test('is taken back where it could not be stored', () => {
    exchange(1);
    const { taken } = exchanges.take(receipt([1, 'a1']));
    exchanges.giveBack('s', taken);
    expect(exchanges.take(receipt([1, 'a1'])).others).toEqual([]);
  });

  test('is known of sessions that were agreed on, under whose key, and for five minutes after their end', () => {
    exchange(1);
    exchange(1, 'other');
    expect([exchanges.gatewayOf('s'), exchanges.gatewayOf('other')]).toEqual(['gateway', undefined]);
    exchanges.sweep(1299);
    expect(exchanges.gatewayOf('s')).toBe('gateway');
    exchanges.sweep(1300);
    expect(exchanges.gatewayOf('s')).toBeUndefined();
    expect(lost).toEqual([{ session: 's', gateway: 'gateway', exchanges: 1 }]);
  });

  test('is forgotten, the oldest first, where a gateway sends no receipts', () => {
    for (let number = 1; number <= 10_001; number++) exchange(number);
    expect(lost).toEqual([{ session: 's', gateway: 'gateway', exchanges: 1001 }]);
    expect(exchanges.take(receipt([1001, 'a1001'], [1002, 'a1002'], [10_001, 'a10001'])).others).toEqual([1001]);
    exchanges.close();
    expect(lost.reduce((sum, one) => sum + one.exchanges, 0)).toBe(10_001 - 2);
  });

  test('is kept of no more sessions than there may be', () => {
    exchange(1);
    for (let index = 0; index < 1000; index++) exchanges.open(`s${index}`, 'gateway', 1000);
    expect([exchanges.gatewayOf('s'), lost.length]).toEqual([undefined, 1]);
  });

  test('has one answer for a receipt that is sent again, unless that failed', async () => {
    let found = 0;
    const find = (fails = false) =>
      exchanges.once('s', 'digest', () => {
        found += 1;
        return fails
          ? Promise.reject(new Error('no disk'))
          : Promise.resolve({ session: 's', exchanges: 1, others: [] });
      });
    await expect(find(true)).rejects.toThrow('no disk');
    expect(await find()).toEqual(await find());
    expect(found).toBe(2);
  });
});
