import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { bookshop } from '../../fixtures/planned.js';
import { anonymous, type Caller } from '../../request/caller.js';
import { validOperations } from '../../operation/prepared-operation.js';
import { CostBudgets } from './cost-budgets.js';
import { costModel } from './cost-model.js';

const analyst: Caller = { ...anonymous, identityClass: 'analysts', subject: 'mai', roles: ['analyst'] };
const log = { warn: () => undefined } as never;
const contextOf = (caller: Caller, callerId?: string) => ({ requestId: 'r', log, caller, callerId });

const budgetsOf = (budgets: Record<string, number>) =>
  new CostBudgets(costModel(bookshop), bookshop.api, { budgets, listSize: 10, fetch: 0 });
const operations = validOperations(
  parse('query Small { book { id } } query Large { books { id } } mutation Change { add { id } }'),
  'h',
);
const request = (named: string, caller: Caller = analyst, callerId?: string) => {
  const operation = operations.find(({ name }) => name === named);
  if (!operation) throw new Error('Expected an operation.');
  return { operation, variables: {}, context: contextOf(caller, callerId) };
};

describe('what operations cost', () => {
  const { estimated: small } = budgetsOf({}).begin(request('Small'));
  const { estimated: large } = budgetsOf({}).begin(request('Large'));

  test('is that of the operation that is meant, and a change costs more', () => {
    expect(small).toBeGreaterThan(0);
    expect(large).toBeGreaterThanOrEqual(10 * small);
    expect(budgetsOf({}).begin(request('Change')).estimated).toBe(small + 10);
    const budgets = budgetsOf({});
    expect(['Small', 'Large', 'Small'].map((name) => budgets.begin(request(name)).estimated)).toEqual([
      small,
      large,
      small,
    ]);
  });

  test('may be as much as the budget of the caller’s roles, and no more', () => {
    const budgets = budgetsOf({ anonymous: small, analyst: large });
    expect(budgets.begin(request('Large'))).toMatchObject({ estimated: large, budget: large });
    expect(budgets.begin(request('Small', anonymous))).toMatchObject({ budget: small });
    expect(() => budgets.begin(request('Large', anonymous))).toThrow(
      expect.objectContaining({ kind: 'COST', limit: small, found: large }),
    );
    expect(() => budgetsOf({ anonymous: large - 1 }).begin(request('Large'))).toThrow('COST');
  });

  test('is not limited where there is no budget', () => {
    const budgets = budgetsOf({ app: 1 });
    expect(budgets.begin(request('Large'))).toMatchObject({ budget: undefined });
    expect(budgets.budgetOf(analyst)).toBeUndefined();
    expect(budgets.spentBy(contextOf(analyst))).toBeUndefined();
  });

  test('may be three budgets at a time, of one caller', () => {
    const budgets = budgetsOf({ anonymous: large });
    const spent = (callerId?: string) => budgets.spentBy(contextOf(analyst, callerId))?.used;
    const ends = [1, 2, 3].map(() => budgets.begin(request('Large')).end);
    expect(budgets.spentBy(contextOf(analyst))).toEqual({ budget: large, together: 3 * large, used: 3 * large });
    expect(() => budgets.begin(request('Small'))).toThrow(
      expect.objectContaining({
        code: 'LIMIT_EXCEEDED',
        extensions: { limit: 'COST', allowed: 3 * large, used: 3 * large + small, retryAfterSeconds: 1 },
      }),
    );
    budgets.begin(request('Small', analyst, 'another'));
    // Anonymous callers share a budget: the error states the limit, but not the others' use.
    const nobody = [1, 2, 3].map(() => budgets.begin(request('Large', anonymous, 'nobody')).end);
    expect(nobody).toHaveLength(3);
    expect(() => budgets.begin(request('Small', anonymous, 'nobody'))).toThrow(
      expect.objectContaining({ extensions: { limit: 'COST', allowed: 3 * large, retryAfterSeconds: 1 } }),
    );
    expect(spent('another')).toBe(small);
    ends[0]?.();
    expect(spent()).toBe(2 * large);
    budgets.begin(request('Small'));
    expect(spent()).toBe(2 * large + small);
  });
});
