/**
 * Measures the speed of sketches, as ratios to work that is done in any case: see README.md.
 *
 * pnpm build && node test/bench/sketches/speed.mjs
 */
import { createHmac, randomBytes } from 'node:crypto';
import { overlapOf, PeopleSketch } from '../../../subgraphs/protocol/dist/index.js';
import { SplitMix64 } from '../../sketches/support/split-mix.ts';

const rounds = 7;

/** The least processor time of several rounds, in milliseconds: other work on the machine only adds to it. */
function timeOf(work) {
  const times = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

const random = new SplitMix64(1);
const tokens = Array.from({ length: 200_000 }, () => {
  random.next();
  return random.bytes();
});
const added = timeOf(() => {
  const sketch = new PeopleSketch();
  for (const token of tokens) sketch.add(token);
});
const key = randomBytes(32);
const hashed = timeOf(() => {
  for (const token of tokens.slice(0, 20_000)) createHmac('sha256', key).update(token).digest();
});
const [addNs, hmacNs] = [(added * 1e6) / tokens.length, (hashed * 1e6) / 20_000];

/** A league table: 166 communes of 20 to 20,000 people in each of six organisations, four goals. */
const written = Array.from({ length: 166 * 4 }, (_, cell) =>
  Array.from({ length: 6 }, () => {
    const sketch = new PeopleSketch();
    for (let person = 0; person < 20 * 1000 ** ((cell % 166) / 165); person++) {
      random.next();
      sketch.addWords(random.high, random.low);
    }
    return sketch.toBytes();
  }),
);
const read = () => written.map((cell) => cell.map((bytes) => PeopleSketch.fromBytes(bytes)));
const merge = (cells) => cells.map((cell) => cell.reduce((all, sketch) => all.merge(sketch), new PeopleSketch()));
const sketches = read();
const merged = merge(sketches);
const copied = timeOf(() => sketches.flat().map((sketch) => sketch.merge(sketch)));
const row = (what, ms, count) => ({
  what,
  ms: Number(ms.toFixed(1)),
  'µs each': Number(((ms * 1000) / count).toFixed(1)),
});
console.table([
  row('read 3,984 sketches from bytes', timeOf(read), 3984),
  row(
    'merge them into 664',
    timeOf(() => merge(sketches)),
    664,
  ),
  row('merge 3,984 sketches with themselves', copied, 3984),
  row(
    'estimate 664',
    timeOf(() => merged.map((sketch) => sketch.estimate())),
    664,
  ),
  row(
    'write 664',
    timeOf(() => merged.map((sketch) => sketch.toBytes())),
    664,
  ),
  row(
    '100 overlaps',
    timeOf(() => merged.slice(0, 100).map((sketch, index) => overlapOf(sketch, merged[index + 1]))),
    100,
  ),
]);
console.log(
  `add: ${addNs.toFixed(0)} ns, ${(1000 / addNs).toFixed(1)} million tokens a second; an HMAC-SHA-256 takes ${(hmacNs / addNs).toFixed(0)} × that`,
);
console.log(`bytes of the 3,984: ${(written.flat().reduce((sum, { length }) => sum + length, 0) / 1e6).toFixed(2)} MB`);
