import { participants } from '@hub/kit';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { HubChanges } from './hub-changes.js';

const { signal } = new AbortController();
const [first, second] = participants;

/** What each organisation's ledger says, by its field; null where it does not answer. */
type Ledgers = Record<string, { cursor: string; changes: object[] } | null>;

describe('what changed in the progress towards the goals', () => {
  let ledgers: Ledgers | null;
  let ownRun: number | null;
  let goals: object[];
  let asked: Record<string, unknown>[];
  let executed: unknown[][];
  let warned: unknown[];
  let fail: boolean;
  let changes: HubChanges;

  beforeEach(() => {
    ledgers = Object.fromEntries(participants.map(({ field }) => [field, { cursor: `${field} 1`, changes: [] }]));
    [ownRun, goals, asked, executed, warned, fail] = [7, [{ goalCode: 'PUPILS' }], [], [], [], false];
    const hub = {
      ask: (query: string, variables: Record<string, unknown>, given: AbortSignal) => {
        expect(given).toBe(signal);
        expect(parse(query).definitions).toHaveLength(1);
        for (const { field } of participants) {
          expect(query).toContain(`${field}: ${field}Changes(since: $${field})`);
          expect(query).toContain(`$${field}: ID`);
        }
        asked.push(variables);
        const errors = [{ message: 'one' }, { message: 'two' }];
        return Promise.resolve({ data: ledgers, errors });
      },
    };
    const em = {
      fork: () => em,
      execute: (sql: string, values: unknown[]) => {
        executed.push(values);
        if (fail) return Promise.reject(new Error('no database'));
        return Promise.resolve(sql.includes('goal_expectation') ? goals : [{ run: ownRun }]);
      },
    };
    const log = { warn: (...what: unknown[]) => warned.push(what) };
    changes = new HubChanges(hub, em as never, log as never);
  });
  const next = () => changes.next(signal);
  const silence = (field: string) => {
    ledgers = { ...ledgers, [field]: null };
  };

  test('is nothing at first, and each organisation is asked from where it was', async () => {
    expect(await next()).toEqual([]);
    await next();
    expect(asked).toEqual([{}, Object.fromEntries(participants.map(({ field }) => [field, `${field} 1`]))]);
    expect(warned).toEqual([]);
  });

  test('is what the organisations say of their ledgers', async () => {
    const change = { goalCode: 'PUPILS', communeCode: '14845', firstMonth: '2026-01' };
    ledgers = { ...ledgers, [first.field]: { cursor: 'x', changes: [change] } };
    expect(await next()).toEqual([change]);
    await next();
    expect(asked[1]).toMatchObject({ [first.field]: 'x' });
  });

  test('is every goal that counts on an organisation that stopped or began to answer', async () => {
    await next();
    silence(first.field);
    expect(await next()).toEqual(goals);
    expect(executed).toContainEqual([JSON.stringify([first.code])]);
    const errors = [{ message: 'one' }, { message: 'two' }];
    const warning = [{ organisations: [first.code], errors }, 'organisations do not tell what changed'];
    expect(warned).toEqual([warning]);
    // Its cursor stays where it was, and nothing is said again.
    expect(await next()).toEqual([]);
    expect(asked.at(-1)).toMatchObject({ [first.field]: `${first.field} 1` });
    expect(warned).toHaveLength(1);
    silence(second.field);
    await next();
    expect(warned[1]).toEqual([{ organisations: [first.code, second.code], errors }, warning[1]]);
    ledgers = Object.fromEntries(participants.map(({ field }) => [field, { cursor: 'y', changes: [] }]));
    expect(await next()).toEqual(goals);
    expect(executed).toContainEqual([JSON.stringify([first.code, second.code])]);
    expect(warned).toHaveLength(2);
  });

  test('is nothing of an organisation that never answered, which the log is told', async () => {
    silence(first.field);
    expect(await next()).toEqual([]);
    expect(warned).toHaveLength(1);
    expect(await next()).toEqual([]);
    expect(warned).toHaveLength(1);
  });

  test('may be anything once movement’s own goals or denominators came in', async () => {
    await next();
    expect(executed.flat().join()).toBe('["organisations","audiences","goals","goal-expectations","denominators"]');
    ownRun = 8;
    expect(await next()).toEqual([{}]);
    expect(await next()).toEqual([]);
    ownRun = null;
    expect(await next()).toEqual([{}]);
  });

  test('is looked for again after a look that failed', async () => {
    await next();
    const change = { goalCode: 'PUPILS', communeCode: '14845', firstMonth: '2026-01' };
    ledgers = { ...ledgers, [first.field]: { cursor: 'x', changes: [change] } };
    fail = true;
    await expect(next()).rejects.toThrow('no database');
    fail = false;
    expect(await next()).toEqual([change]);
    expect(asked.at(-1)).toMatchObject({ [first.field]: `${first.field} 1` });
  });

  test('is not known where the hub does not answer', async () => {
    ledgers = null;
    await expect(next()).rejects.toThrow('The hub does not tell what changed: one two');
  });
});
