import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { overlapOf } from '../../subgraphs/protocol/src/sketch/overlap.js';
import { PeopleSketch } from '../../subgraphs/protocol/src/sketch/people-sketch.js';
import { sketchOf, type SketchVectors, sketchVectors } from '../support/vectors/sketches.js';

const file = new URL('../../schema/vectors/sketches/vectors.json', import.meta.url);

// `WRITE_VECTORS=1 node test/run.mjs quick test/vectors/sketches.test.ts` writes them again after a change of the format.
if (process.env['WRITE_VECTORS']) {
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(sketchVectors(), null, 2)}\n`);
}

const { sketches, pairs, faults } = JSON.parse(readFileSync(file, 'utf8')) as SketchVectors;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
const read = (index: number) => PeopleSketch.fromBytes(bytesOf(sketches[index]?.bytes ?? ''));

/** An estimate's numbers, but for the error's further digits. */
const told = ({ people, interval, standardError }: ReturnType<PeopleSketch['estimate']>) => ({
  ...{ people, interval },
  standardError: Number(standardError.toPrecision(4)),
});

describe('the vectors of schema/vectors/sketches', () => {
  test.each(sketches.map((vector, index) => [index, vector] as const))('have sketch %i', (_, vector) => {
    const { precision, tokens, bytes, ...estimate } = vector;
    const sketch = sketchOf({ precision, tokens });
    expect(Buffer.from(sketch.toBytes()).toString('base64url')).toBe(bytes);
    expect(told(sketch.estimate())).toEqual(estimate);
    const again = PeopleSketch.fromBytes(bytesOf(bytes));
    expect(again.precision).toBe(precision);
    expect(told(again.estimate())).toEqual(estimate);
    expect(Buffer.from(again.toBytes()).toString('base64url')).toBe(bytes);
  });

  test.each(pairs.map((pair) => [pair.first, pair.second, pair] as const))('have what %i and %i share', (...pair) => {
    const [first, second, { merged, overlap }] = pair;
    expect(told(overlapOf(read(first), read(second)))).toEqual(overlap);
    expect(told(overlapOf(read(second), read(first)))).toEqual(overlap);
    for (const union of [read(first).merge(read(second)), read(second).merge(read(first))]) {
      const { bytes, ...estimate } = merged;
      expect(Buffer.from(union.toBytes()).toString('base64url')).toBe(bytes);
      expect(told(union.estimate())).toEqual(estimate);
    }
  });

  test.each(faults)('have $what, which is no sketch', ({ bytes, message }) => {
    const reading = () => PeopleSketch.fromBytes(new Uint8Array(Buffer.from(bytes, 'hex')));
    expect(reading).toThrow(expect.objectContaining({ name: 'SketchFault', message }));
  });

  test('have a sketch of each kind: empty, small, large, of the least and of the greatest precision', () => {
    expect(sketches.map(({ people }) => people)).toEqual(expect.arrayContaining([0, 1, 20]));
    expect(new Set(sketches.map(({ precision }) => precision))).toEqual(new Set([8, 12, 16]));
    expect(Math.max(...sketches.map(({ people }) => people))).toBeGreaterThan(290_000);
    expect(pairs.some(({ overlap }) => overlap.people > 9000)).toBe(true);
    expect(faults.length).toBeGreaterThan(8);
  });
});
