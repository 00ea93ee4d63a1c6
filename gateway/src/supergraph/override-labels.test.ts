import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { overridden, overrideLabels, percentageOf } from '../supergraph/override-labels.js';

test('the labels of overrides are read from a supergraph', () => {
  const supergraph = parse(`
    type T @other(overrideLabel: "no") {
      a: Int @join__field(graph: A, overrideLabel: "percent(5)") @join__field(graph: B, override: "a", overrideLabel: "percent(5)")
      b: Int @join__field(graph: A, overrideLabel: "chosen") @join__field(graph: B, override: "label")
      c: Int @join__field @join__field(overrideLabel: null)
    }
  `);
  expect(overrideLabels(supergraph)).toEqual(['chosen', 'percent(5)']);
});

test('a label may stand for a share of requests', () => {
  const shares = ['percent(25)', 'percent(0.5)', 'percent()', 'a percent(1)', 'percent(1) b', 'chosen'].map(
    percentageOf,
  );
  expect(shares).toEqual([25, 0.5, undefined, undefined, undefined, undefined]);
});

test('an override is on for that share of requests, and never where its label stands for none', () => {
  const on = (label: string) => [0, 24.9, 25, 99].map((percentage) => overridden(percentage)(label));
  expect(on('percent(25)')).toEqual([true, true, false, false]);
  expect(on('percent(0)')).toEqual([false, false, false, false]);
  expect(on('percent(100)')).toEqual([true, true, true, true]);
  expect(on('chosen')).toEqual([false, false, false, false]);
});
