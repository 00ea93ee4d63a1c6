import { overlapOf } from '../../../subgraphs/protocol/src/sketch/overlap.js';
import { PeopleSketch } from '../../../subgraphs/protocol/src/sketch/people-sketch.js';
import { SplitMix64 } from '../../sketches/support/split-mix.js';

/** A sketch as another program can check it: what was added, its bytes in base64url, what it estimates. */
export interface SketchVector {
  readonly precision: number;
  /** Tokens in hexadecimal digits, or as many as `count` of SplitMix64 from `seed`, after the first `skip`. */
  readonly tokens: readonly string[] | { readonly seed: number; readonly skip: number; readonly count: number };
  readonly bytes: string;
  readonly people: number;
  readonly standardError: number;
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** Two of the sketches, by their places in the list, what both have as one, and how many people they share. */
export interface PairVector {
  readonly first: number;
  readonly second: number;
  readonly merged: Pick<SketchVector, 'bytes' | 'people' | 'standardError' | 'interval'>;
  readonly overlap: Pick<SketchVector, 'people' | 'standardError' | 'interval'>;
}

export interface SketchVectors {
  readonly sketches: readonly SketchVector[];
  readonly pairs: readonly PairVector[];
  /** Bytes, in hexadecimal digits, that are no sketch. */
  readonly faults: readonly { readonly what: string; readonly bytes: string; readonly message: string }[];
}

/** The sketch of a vector's tokens. */
export function sketchOf({ precision, tokens }: Pick<SketchVector, 'precision' | 'tokens'>): PeopleSketch {
  const sketch = new PeopleSketch(precision);
  if ('seed' in tokens) {
    const random = new SplitMix64(tokens.seed);
    for (let number = 0; number < tokens.skip + tokens.count; number++) {
      random.next();
      if (number >= tokens.skip) sketch.add(random.bytes());
    }
  } else {
    for (const token of tokens) sketch.add(Buffer.from(token, 'hex'));
  }
  return sketch;
}

const told = (sketch: PeopleSketch) => ({
  bytes: Buffer.from(sketch.toBytes()).toString('base64url'),
  ...rounded(sketch.estimate()),
});

/** Standard errors with four digits, which other orders of summing do not change. */
const rounded = ({ standardError, ...others }: ReturnType<PeopleSketch['estimate']>) => ({
  ...others,
  standardError: Number(standardError.toPrecision(4)),
});

const drawn = (count: number, skip = 0, precision = 12) => ({ precision, tokens: { seed: 20_261_127, skip, count } });

const chosen: readonly Pick<SketchVector, 'precision' | 'tokens'>[] = [
  { precision: 12, tokens: [] },
  { precision: 12, tokens: ['0000000000000000'] },
  { precision: 12, tokens: ['ffffffffffffffff'] },
  {
    precision: 12,
    // The first row and column, the same cell again, its neighbour, the last column but one, and the last of both.
    tokens: ['0000000080000000', '000fffffffffffff', '0010000080000000', '0000000000000002', 'fff0000000000001'],
  },
  ...[20, 100, 1000, 3000, 30_000, 300_000].map((count) => drawn(count)),
  ...[drawn(1000, 700), drawn(30_000, 20_000), drawn(100_000, 200_000)],
  ...[drawn(50, 0, 8), drawn(5000, 0, 8), drawn(5000, 0, 16)],
];

/** Bytes that are no sketch, each because of one fault. */
const faults: readonly { what: string; bytes: string }[] = [
  { what: 'nothing', bytes: '' },
  { what: 'no number of columns', bytes: '010c' },
  { what: 'another version', bytes: '020c00' },
  { what: 'a precision that is too small', bytes: '010700' },
  { what: 'a precision that is too large', bytes: '011100' },
  { what: 'more than 32 columns', bytes: '010c84' },
  { what: 'a column that is cut off', bytes: '010c04' },
  { what: 'a last column in which no cell is set', bytes: '010c05' },
  { what: 'a byte after the end', bytes: '010c0000' },
  { what: 'a last byte that is filled up with ones', bytes: '010c01' },
];

export function sketchVectors(): SketchVectors {
  const sketches = chosen.map((vector) => ({ ...vector, ...told(sketchOf(vector)) }));
  const pairs: readonly (readonly [number, number])[] = [
    [0, 4],
    [4, 6],
    [6, 10],
    [8, 11],
    [9, 12],
    [8, 8],
  ];
  const drawnAt = (index: number) => sketchOf(chosen[index] ?? drawn(0));
  return {
    sketches,
    pairs: pairs.map(([first, second]) => {
      const [one, another] = [drawnAt(first), drawnAt(second)];
      const overlap = rounded(overlapOf(one, another));
      return { first, second, merged: told(one.merge(another)), overlap };
    }),
    faults: faults.map((fault) => ({ ...fault, message: messageOf(fault.bytes) })),
  };
}

function messageOf(bytes: string): string {
  try {
    PeopleSketch.fromBytes(Buffer.from(bytes, 'hex'));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`Expected an error of ${bytes}.`);
}
