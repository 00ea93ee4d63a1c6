import { expect, test } from '@jest/globals';
import type { PlanFindings } from './plan-checker.js';
import { soundestPlan } from './soundest-plan.js';

const made = (wrong: number, needless = 0): PlanFindings => ({
  wrong: Array.from({ length: wrong }, () => 'wrong'),
  needless: Array.from({ length: needless }, () => 'needless'),
});

test.each([
  [[made(0), made(0)], 0],
  [[made(1), made(0), made(0)], 1],
  [[made(2), made(1), made(1)], 1],
  [[made(0, 1), made(1)], 0],
  [[made(0, 2), made(0, 1)], 1],
])('of %j it is the one at %i', async (plans, best) => {
  expect(await soundestPlan(plans.map((plan) => () => Promise.resolve(plan)))).toBe(plans[best]);
});

test('a way that fails is passed over, and the first failure told where all do', async () => {
  const fails = (message: string) => () => Promise.reject(new Error(message));
  const plan = made(1);
  expect(await soundestPlan([fails('first'), () => Promise.resolve(plan)])).toBe(plan);
  await expect(soundestPlan([fails('first'), fails('second')])).rejects.toThrow('first');
});
