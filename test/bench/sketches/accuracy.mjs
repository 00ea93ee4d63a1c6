/**
 * Measures accuracy per byte of sketches that count people, for docs/measurements/sketches.md: see README.md.
 *
 * pnpm build && node test/bench/sketches/accuracy.mjs [--trials 400]
 */
import { parseArgs } from 'node:util';
import { overlapOf, PeopleSketch } from '../../../subgraphs/protocol/dist/index.js';
import { SplitMix64 } from '../../sketches/support/split-mix.ts';
import { Registers } from './registers.mjs';

const { values } = parseArgs({ options: { trials: { type: 'string', default: '400' } } });
const trials = Number(values.trials);
const sizes = [20, 100, 1000, 10_000, 100_000, 1_000_000];

/** Tokens as a list of 32 bits each, sorted, the gaps coded: about 32 − log2(n) + 1.5 bits each. */
const listBytes = (people) => Math.ceil((people * (32 - Math.log2(people) + 1.5)) / 8);

const registers = (precision, t, d, bits) => ({
  empty: () => new Registers(precision, t, d, bits),
  add: (sketch, high, low) => sketch.add(high, low),
  estimate: (sketch) => sketch.estimate(),
  bytes: (sketch, people) => Math.min(...Object.values(sketch.sizes()), listBytes(people)),
});
const table = (precision) => ({
  empty: () => new PeopleSketch(precision),
  add: (sketch, high, low) => sketch.addWords(high, low),
  estimate: (sketch) => sketch.estimate().people,
  bytes: (sketch) => sketch.toBytes().length,
});
const kinds = {
  'HyperLogLog, 4096 registers': registers(12, 0, 0, 6),
  'UltraLogLog, 4096 registers': registers(12, 0, 2, 8),
  'ExaLogLog (2, 20), 1024 registers': registers(10, 2, 20, 28),
  'table of bits, 2048 rows': table(11),
  'table of bits, 4096 rows': table(12),
};

const results = [];
for (const [name, kind] of Object.entries(kinds)) {
  const row = { name };
  for (const people of sizes) {
    const runs = Math.max(trials / 2, Math.min(trials, Math.round(4e7 / people)));
    let [squares, bytes] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const random = new SplitMix64(run * 7919 + people);
      const sketch = kind.empty();
      for (let person = 0; person < people; person++) {
        random.next();
        kind.add(sketch, random.high, random.low);
      }
      squares += (kind.estimate(sketch) / people - 1) ** 2;
      bytes += kind.bytes(sketch, people);
    }
    const error = Math.sqrt(squares / runs);
    row[people] = `${(100 * error).toFixed(2)} %, ${Math.round(bytes / runs)} B`;
    if (people === sizes.at(-1)) row['bits × variance'] = ((8 * bytes * error ** 2) / runs).toFixed(2);
  }
  results.push(row);
  console.log(JSON.stringify(row));
}
console.table(results);

/** Overlaps: joint likelihood beside inclusion and exclusion, of two sets of 100,000. */
const overlaps = [];
for (const share of [0.01, 0.1, 0.5, 0.9]) {
  const [both, only] = [100_000 * share, 100_000 * (1 - share)];
  const runs = Math.min(trials, 200);
  let [joint, difference] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const random = new SplitMix64(run * 104_729 + both);
    const [first, second] = [new PeopleSketch(), new PeopleSketch()];
    for (let person = 0; person < both + 2 * only; person++) {
      random.next();
      if (person < both + only) first.addWords(random.high, random.low);
      if (person < both || person >= both + only) second.addWords(random.high, random.low);
    }
    joint += (overlapOf(first, second).people - both) ** 2;
    const sum = first.estimate().people + second.estimate().people;
    difference += (sum - first.merge(second).estimate().people - both) ** 2;
  }
  const errorOf = (squares) => Math.round(Math.sqrt(squares / runs));
  overlaps.push({ both, 'joint likelihood': errorOf(joint), 'inclusion and exclusion': errorOf(difference) });
}
console.table(overlaps);
