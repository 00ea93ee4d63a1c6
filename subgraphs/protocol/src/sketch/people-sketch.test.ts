import { describe, expect, test } from '@jest/globals';
import { cellErrorOf, peopleInCells, PeopleSketch, sharedErrorOf } from './people-sketch.js';

/** A token for a row and a column of a sketch of 4096 rows. */
function tokenAt(row: number, column: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(row * 2 ** 20, 0);
  bytes.writeUInt32BE(column === 31 ? 1 : 2 ** (31 - column), 4);
  return new Uint8Array(bytes);
}

/** A sketch with one cell in each of some rows, in the given columns. */
const cellsOf = (...cells: readonly (readonly [row: number, column: number])[]) => {
  const sketch = new PeopleSketch();
  for (const [row, column] of cells) sketch.add(tokenAt(row, column));
  return sketch;
};

const hexOf = (sketch: PeopleSketch) => Buffer.from(sketch.toBytes()).toString('hex');
/** Version 1, precision 12, and bits with zeros after them. */
const hexOfBits = (bits: string) => {
  const bytes = bits.replaceAll(' ', '').match(/.{1,8}/g) ?? [];
  return `010c${bytes.map((byte) => parseInt(byte.padEnd(8, '0'), 2).toString(16).padStart(2, '0')).join('')}`;
};

const faultOf = (code: string, message: string) => expect.objectContaining({ name: 'SketchFault', code, message });

describe('a sketch', () => {
  test('has nobody at first', () => {
    const nobody = { people: 0, standardError: 0, interval: { lower: 0, upper: 0 } };
    expect(new PeopleSketch().estimate()).toEqual(nobody);
    expect(hexOf(new PeopleSketch())).toBe('010c00');
    expect(new PeopleSketch().precision).toBe(12);
  });

  test('counts a person once', () => {
    const sketch = cellsOf([7, 3], [7, 3], [7, 3]);
    expect(sketch.estimate()).toMatchObject({ people: 1, interval: { lower: 1, upper: 1 } });
    expect(hexOf(sketch)).toBe(hexOf(cellsOf([7, 3])));
  });

  test('takes the row from a token’s first bits, and the column from the zeros of its second half', () => {
    const [sketch, same] = [new PeopleSketch(), new PeopleSketch()];
    sketch.add(Uint8Array.of(0xff, 0xef, 0xff, 0xff, 0x1f, 0xff, 0xff, 0xff));
    same.addWords(0xffe << 20, 0x10000000);
    expect(hexOf(sketch)).toBe(hexOf(same));
    expect(hexOf(sketch)).toBe(hexOf(cellsOf([0xffe, 3])));
  });

  test('has one column for 31 zeros and for 32', () => {
    const zero = new PeopleSketch();
    zero.add(new Uint8Array(8));
    expect(hexOf(zero)).toBe(hexOf(cellsOf([0, 31])));
    expect(hexOf(zero)).not.toBe(hexOf(cellsOf([0, 30])));
  });

  test('tells neighbouring rows and columns apart', () => {
    const sketch = cellsOf([0, 0], [1, 0], [31, 0], [32, 0], [4095, 0], [0, 1], [4095, 1]);
    expect(sketch.estimate().people).toBe(7);
  });

  test.each([0, 7, 9, 16])('refuses a token of %i bytes', (length) => {
    expect(() => {
      new PeopleSketch().add(new Uint8Array(length));
    }).toThrow(faultOf('BAD_TOKEN', `Expected a token of 8 bytes, but got ${length}.`));
  });

  test.each([7, 17, 12.5, NaN])('refuses a precision of %d', (precision) => {
    const message = `Expected a precision from 8 to 16, but got ${precision}.`;
    expect(() => new PeopleSketch(precision)).toThrow(faultOf('BAD_PRECISION', message));
  });

  test('has the precisions 8 and 16', () => {
    for (const precision of [8, 16]) {
      const sketch = new PeopleSketch(precision);
      sketch.addWords(0xffffffff, 0xffffffff);
      expect(PeopleSketch.fromBytes(sketch.toBytes()).precision).toBe(precision);
      expect(sketch.estimate().people).toBe(1);
    }
  });
});

describe('the number of set cells', () => {
  test('grows by one or none with a person, and says how many people there are', () => {
    const sketch = cellsOf([7, 3], [8, 0], [8, 0]);
    expect(sketch.cellsSet).toBe(2);
    expect(peopleInCells(0)).toEqual({ people: 0, standardError: 0, peoplePerCell: 1 });
    expect(peopleInCells(-5).people).toBe(0);
    expect(peopleInCells(2).people).toBe(2);
    // The cells that 1,000 people are expected to set; with more people, each cell represents more of them.
    expect(peopleInCells(960.69)).toMatchObject({ people: 1000, peoplePerCell: expect.closeTo(1.084, 3) });
    expect(peopleInCells(33_850.6).people).toBeCloseTo(1e6, -2);
    expect(peopleInCells(4096 * 32).people).toBeGreaterThan(1e11);
  });

  test('has a standard error of 0.693 / sqrt(rows), the constant of a count of cells', () => {
    expect(cellErrorOf(0).standardError).toBe(0);
    expect(cellErrorOf(1e7).standardError / 1e7).toBeCloseTo(Math.LN2 / 64, 4);
  });

  test('of two sets and their union tells whom they share the better the more alike these are', () => {
    const [apart, alike] = [
      { first: 50_000, second: 50_000, union: 100_000 },
      { first: 50_000, second: 50_000, union: 50_000 },
    ].map(sharedErrorOf) as [number, number];
    expect(alike).toBeCloseTo(cellErrorOf(50_000).standardError, 0);
    expect(apart).toBeGreaterThan(alike);
  });
});

describe('merging', () => {
  const [first, second] = [
    [
      [1, 0],
      [2, 5],
    ] as const,
    [
      [2, 5],
      [3, 9],
      [1, 1],
    ] as const,
  ];

  test('gives what adding all people gives, in any order and as often as one likes', () => {
    const all = hexOf(cellsOf(...first, ...second));
    expect(hexOf(cellsOf(...first).merge(cellsOf(...second)))).toBe(all);
    expect(hexOf(cellsOf(...second).merge(cellsOf(...first)))).toBe(all);
    const merged = cellsOf(...second).merge(cellsOf(...first));
    expect(hexOf(merged.merge(merged).merge(cellsOf(...first)))).toBe(all);
    expect(hexOf(merged.merge(new PeopleSketch()))).toBe(all);
    expect(hexOf(new PeopleSketch().merge(merged))).toBe(all);
  });

  test('leaves the other sketch as it was', () => {
    const other = cellsOf(...second);
    const before = hexOf(other);
    const merged = new PeopleSketch().merge(other);
    merged.add(tokenAt(77, 0));
    expect(hexOf(other)).toBe(before);
  });

  test('refuses another precision', () => {
    const fault = faultOf('OTHER_PRECISION', 'Expected two sketches of the same precision, but got 12 and 11.');
    expect(() => new PeopleSketch().merge(new PeopleSketch(11))).toThrow(fault);
    expect(() => new PeopleSketch().sharedCells(new PeopleSketch(11))).toThrow(fault);
  });

  test('tells what two share by column, the longer one’s too', () => {
    const shared = cellsOf([1, 0], [2, 0], [4, 1]).sharedCells(cellsOf([2, 0], [3, 0], [5, 0], [4, 2]));
    expect(shared).toEqual([
      { both: 1, onlyFirst: 1, onlySecond: 2 },
      { both: 0, onlyFirst: 1, onlySecond: 0 },
      { both: 0, onlyFirst: 0, onlySecond: 1 },
    ]);
    expect(cellsOf([4, 2]).sharedCells(cellsOf([4, 0]))).toHaveLength(3);
  });
});

describe('bytes', () => {
  /** Many cells of one column: nearly none, few, half of them, most, nearly all, all. */
  test.each([1, 2, 5, 100, 700, 1365, 1366, 2047, 2048, 2049, 3000, 4095, 4096])(
    'keep a column of %i cells',
    (count) => {
      // Rows in steps that reach each once: 1365 is odd.
      const cells = Array.from({ length: count }, (_, index) => [(index * 1365) % 4096, 1] as const);
      const sketch = cellsOf(...cells, [9, 2]);
      const again = PeopleSketch.fromBytes(sketch.toBytes());
      expect(again.sharedCells(sketch)).toEqual([
        { both: 0, onlyFirst: 0, onlySecond: 0 },
        { both: count, onlyFirst: 0, onlySecond: 0 },
        { both: 1, onlyFirst: 0, onlySecond: 0 },
      ]);
      expect(hexOf(again)).toBe(hexOf(sketch));
      expect(hexOf(cellsOf([9, 2], ...cells.reverse()))).toBe(hexOf(sketch));
      // A column is at most one bit for each cell long, plus its header.
      expect(sketch.toBytes().length).toBeLessThan(4096 / 8 + 10);
    },
  );

  test('are the same for the same people, though room was made for more columns', () => {
    const wide = new PeopleSketch().merge(PeopleSketch.fromBytes(cellsOf([1, 30]).toBytes()));
    expect(hexOf(wide)).toBe(hexOf(cellsOf([1, 30])));
  });

  test.each([
    ['another version', '000c00', 'Expected a sketch of version 1, but got version 0.'],
    ['more than 32 columns', '010c84', 'Expected at most 32 columns, but got 33.'],
    ['an empty last column', '010c05', 'Expected the last column to have a cell that is set.'],
    // The number of columns, whether unset cells are listed, the number of cells + 1 as an Elias gamma code.
    [
      'a list of more than half',
      hexOfBits('000001 0 00000000000 1 00000000010'),
      'Expected a column to list at most 2048 cells, but it lists 2049.',
    ],
    [
      'a list of the half that is not set',
      hexOfBits('000001 1 00000000000 1 00000000001'),
      'Expected a column to list at most 2047 cells, but it lists 2048.',
    ],
    // One cell: two times 2048 and 2047.
    [
      'a cell beyond the last',
      hexOfBits('000001 0 010 001 11111111111'),
      'Expected cells below 4096, but a column lists 6143.',
    ],
    [
      'a number of cells without end',
      `010c04${'00'.repeat(4)}01${'00'.repeat(8)}`,
      'Expected a number of at most 24 bits',
    ],
    ['an end within a column', '010c04', 'Expected more than 3 bytes: the sketch is cut off.'],
    ['more bytes', '010c0000', 'Expected the sketch to end, but 1 bytes follow.'],
    ['a last byte with a one', '010c01', 'Expected zeros to fill the last byte of the sketch.'],
  ])('are refused with %s', (_, hex, message) => {
    const reading = () => PeopleSketch.fromBytes(new Uint8Array(Buffer.from(hex, 'hex')));
    expect(reading).toThrow(faultOf('BAD_BYTES', expect.stringContaining(message) as unknown as string));
  });

  test('are refused with a precision that there is not', () => {
    const fault = faultOf('BAD_PRECISION', 'Expected a precision from 8 to 16, but got 17.');
    expect(() => PeopleSketch.fromBytes(Uint8Array.of(1, 17, 0))).toThrow(fault);
  });

  test('are refused wherever they are cut off, and whichever bit is flipped, or are another sketch', () => {
    const cells = Array.from({ length: 60 }, (_, index) => [(index * 977) % 4096, index % 7] as const);
    const bytes = cellsOf(...cells).toBytes();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => PeopleSketch.fromBytes(bytes.slice(0, length))).toThrow(
        faultOf('BAD_BYTES', expect.any(String) as never),
      );
    }
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >>> 3]! ^= 0x80 >>> (bit & 7);
      let again: Uint8Array | undefined;
      try {
        again = PeopleSketch.fromBytes(flipped).toBytes();
      } catch (error) {
        expect(error).toMatchObject({ name: 'SketchFault' });
      }
      if (again) expect(Buffer.from(again).toString('hex')).toBe(Buffer.from(flipped).toString('hex'));
    }
  });
});
