import { generateKeyPairSync } from 'node:crypto';
import { exchangeDigest } from '@hub/protocol';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ExchangeAccount } from './exchange-account.js';

const key = { id: 'k', key: generateKeyPairSync('ed25519').privateKey };

describe('the account of a session', () => {
  let account: ExchangeAccount;
  let full: number;

  beforeEach(() => {
    full = 0;
    account = new ExchangeAccount('s', key, () => (full += 1));
  });

  const answered = (...numbers: readonly number[]) => {
    for (const number of numbers) account.answered(number, `a${number}`);
  };
  const digest = (number: number, isAnswered = true) => {
    const [request, answer] = [`r${number}`, isAnswered ? `a${number}` : undefined];
    return [number, exchangeDigest({ request, answer })];
  };

  test('states what is answered, in the order of its numbers, once', () => {
    for (const number of [1, 2, 3]) account.asked(number, `r${number}`);
    answered(3, 1, 1, 7);
    expect(account.take()).toEqual({ exchanges: [digest(1), digest(3)], unanswered: new Set() });
    expect(account.take()).toBeUndefined();
    expect(account.isEmpty).toBe(false);
    answered(2);
    expect(account.take()?.exchanges).toEqual([digest(2)]);
    expect(account.isEmpty).toBe(true);
  });

  test('states by the request alone what was asked before a time, whatever comes later', () => {
    account.asked(1, 'r1');
    account.asked(2, 'r2');
    answered(2);
    account.giveUp(performance.now() - 1000);
    expect(account.take()?.exchanges).toEqual([digest(2)]);
    account.giveUp(Infinity);
    answered(1);
    expect(account.take()).toEqual({ exchanges: [digest(1, false)], unanswered: new Set([1]) });
    expect(account.take()).toBeUndefined();
  });

  test('says whenever there is enough for a receipt, which has no more', () => {
    for (let number = 1; number <= 1500; number++) account.asked(number, `r${number}`);
    account.giveUp(Infinity);
    expect(full).toBe(1);
    expect(account.take()?.exchanges).toHaveLength(1000);
    expect(account.take()).toMatchObject({ exchanges: { length: 500 }, unanswered: { size: 500 } });
  });

  test('keeps nothing once it is closed', () => {
    account.asked(1, 'r1');
    account.asked(2, 'r2');
    answered(2);
    expect(account.close()).toBe(2);
    account.asked(3, 'r3');
    account.giveUp(Infinity);
    expect(account.take()).toBeUndefined();
  });
});
