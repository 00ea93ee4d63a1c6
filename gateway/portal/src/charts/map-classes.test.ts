import { describe, expect, test } from '@jest/globals';
import { classLimits } from './map-classes.js';

describe('the classes of a map', () => {
  test('have about as many places each', () => {
    expect(classLimits([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])).toEqual([0.3, 0.5, 0.7, 0.9]);
  });

  test('are fewer where all places are alike', () => {
    expect(classLimits([0.5, 0.5, 0.5])).toEqual([0.5]);
    expect(classLimits([])).toEqual([]);
  });
});
