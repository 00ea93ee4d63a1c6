import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { type CsvItem, FileError, readCsv } from './csv.js';

async function all(reader: AsyncIterable<CsvItem>): Promise<CsvItem[]> {
  const items: CsvItem[] = [];
  for await (const item of reader) items.push(item);
  return items;
}

/** Reads a file of the columns `code` and `name`, in chunks of the given size. */
function read(content: string | Uint8Array, chunkSize = content.length > 1000 ? 65_536 : 7): Promise<CsvItem[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const starts = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) => index * chunkSize);
  const chunks = starts.map((start) => bytes.subarray(start, start + chunkSize));
  return all(readCsv(Readable.from(chunks), ['code', 'name']));
}

const record = (line: number, code: string, name: string) => ({ type: 'record', line, values: { code, name } });
const broken = (row: number, reason: string) => ({
  type: 'broken',
  rejection: { row, column: '', reason: expect.stringContaining(reason) },
});
const good = 'code,name\nG1,Tổ một\nG2,Tổ hai\n';
const goodRecords = [record(2, 'G1', 'Tổ một'), record(3, 'G2', 'Tổ hai')];

describe('a CSV file that is read', () => {
  test.each([1, 3, 1000])('in chunks of %i bytes, which may cut a letter in two', async (chunkSize) => {
    expect(await read(good, chunkSize)).toEqual(goodRecords);
  });

  test.each([
    ['with a byte order mark', `\uFEFF${good}`],
    ['with Windows line ends', good.replaceAll('\n', '\r\n')],
    ['with a header of Windows over rows of Unix', good.replace('\n', '\r\n')],
    ['with a header of Unix over rows of Windows', 'code,name\nG1,Tổ một\r\nG2,Tổ hai\r\n'],
    ['with line ends of every kind', 'code,name\rG1,Tổ một\r\nG2,Tổ hai\n'],
    ['with line ends of old Macs', good.replaceAll('\n', '\r')],
    ['without an end of the last line', good.trimEnd()],
    ['with columns in another order', 'name,code\nTổ một,G1\nTổ hai,G2\n'],
    ['with letters composed of parts', good.normalize('NFD')],
    ['with spaces around values, quoted or not', 'code , name\n G1 ," Tổ một "\nG2\t, Tổ hai\u00A0\n'],
    ['with quoted values', '"code","name"\n"G1","Tổ một"\n"G2","Tổ hai"\n'],
  ])('%s', async (_name, content) => {
    expect(await read(content)).toEqual(goodRecords);
  });

  test('with empty lines, which keep their place in the count of rows', async () => {
    expect(await read('code,name\nG1,Tổ một\n\n\nG2,Tổ hai\n')).toEqual([
      record(2, 'G1', 'Tổ một'),
      record(5, 'G2', 'Tổ hai'),
    ]);
  });

  test.each([1, 2, 3, 5, 7, 1000])(
    'with rows counted as a spreadsheet does, in chunks of %i bytes, which may cut a line end in two',
    async (size) => {
      expect(await read('code,name\r\nG1,"Tổ\r\nmột"\r\n\r\nG2,Tổ hai\nG3,Tổ ba\rG4,Tổ bốn\r\n', size)).toEqual([
        record(2, 'G1', 'Tổ\nmột'),
        record(4, 'G2', 'Tổ hai'),
        record(5, 'G3', 'Tổ ba'),
        record(6, 'G4', 'Tổ bốn'),
      ]);
    },
  );

  test('with values of several lines, commas and quotes', async () => {
    expect(await read('code,name\nG1,"Tổ\n""một"", thôn 1"\nG2,Tổ hai\n')).toEqual([
      record(2, 'G1', 'Tổ\n"một", thôn 1'),
      record(3, 'G2', 'Tổ hai'),
    ]);
  });

  test('with columns that nobody asked for: told once, and not in the records’ way', async () => {
    const [ignored, ...records] = await read('code,note,name\nG1,x,Tổ một\nG2,y,Tổ hai\n');
    expect(ignored).toEqual({ type: 'ignored', columns: ['note'] });
    expect(records).toMatchObject(goodRecords);
  });

  test('with a header only: no records', async () => {
    expect(await read('code,name\n')).toEqual([]);
  });
});

describe('a CSV file with bad lines gives the good ones', () => {
  test.each([
    [
      'a line that is cut off',
      'code,name\nG1,Tổ một\nG2\nG3,Tổ ba\n',
      [record(2, 'G1', 'Tổ một'), broken(3, 'cut off'), record(4, 'G3', 'Tổ ba')],
    ],
    ['a stray comma', 'code,name\nG1,Tổ, một\nG2,Tổ hai\n', [broken(2, 'stray separator'), record(3, 'G2', 'Tổ hai')]],
    [
      'a quote in the middle of a value',
      'code,name\nG1,Tổ "một"\nG2,Tổ hai\n',
      [broken(2, 'INVALID_OPENING_QUOTE'), record(3, 'G2', 'Tổ hai')],
    ],
  ])('%s', async (_name, content, items) => {
    const lineOf = (item: CsvItem) =>
      item.type === 'record' ? item.line : item.type === 'broken' ? item.rejection.row : 0;
    expect((await read(content)).sort((a, b) => lineOf(a) - lineOf(b))).toEqual(items);
  });
});

/** Vietnamese in windows-1258, as an old spreadsheet exports it: `ê` is EA, a tone mark follows as F2. */
const windows1258 = Buffer.concat([Buffer.from('code,name\nG1,T'), Buffer.from([0xea, 0xf2]), Buffer.from(' mot\n')]);

describe('a file that is not a CSV file of these columns is refused', () => {
  test.each<[string, string | Uint8Array, string | RegExp]>([
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${good}`, 'utf16le'), 'Expected UTF-8'],
    ['UTF-16 without its mark', Buffer.from(good, 'utf16le'), 'Expected UTF-8'],
    ['windows-1258', windows1258, 'Expected UTF-8 without NUL characters, but got other bytes, in or after line 2'],
    ['a last line that is cut off', 'code,name\nG1,Tổ một\nG2', /^Row 3: .* it is cut off/],
    [
      'a quote that is never closed',
      'code,name\nG1,Tổ một\nG2,"Tổ hai\nG3,Tổ ba\n',
      /^Row 3: expected a closing quote/,
    ],
    [
      'a quote that is never closed, after a row of several lines and empty ones',
      'code,name\nG1,"Tổ\nmột"\n\n\nG2,"Tổ hai\n\nG3,Tổ ba\n',
      /^Row 5: expected a closing quote/,
    ],
    [
      'a quote that is never closed, after another bad line',
      'code,name\nG1\nG2,"Tổ hai\nG3,Tổ ba\n',
      /^Row 3: expected a closing quote/,
    ],
    ['UTF-8 cut in the middle of a letter', Buffer.from(good).subarray(0, -6), 'Expected UTF-8'],
    ['zero bytes in a text', 'code,name\nG1,T\u0000\n', 'Expected UTF-8'],
    [
      'a quote that is not closed for a megabyte',
      `code,name\nG1,"T\n${'G2,Tổ hai\n'.repeat(90_000)}`,
      /^Row 2: .* not closed/,
    ],
    [
      'a missing column',
      'code\nG1\n',
      'Row 1: expected the columns code, name, with commas between them; missing name; got code.',
    ],
    ['another separator', 'code;name\nG1;x\n', 'missing code, name; got semicolons between them.'],
    [
      'no header',
      'G1,Tổ một\n',
      'missing code, name; got a line that does not name columns (not repeated here: it may identify a person).',
    ],
    ['empty lines only', '\n\n', 'the file is empty.'],
    ['an empty file', '', 'Row 1: expected the columns code, name; the file is empty.'],
    ['a column given twice', 'code,name,name\nG1,a,b\n', 'Row 1: expected each column once; got name twice.'],
  ])('%s', async (_name, content, message) => {
    await expect(read(content)).rejects.toThrow(FileError);
    await expect(read(content)).rejects.toThrow(message);
  });

  test('also when good records came first', async () => {
    const reader = readCsv(Readable.from([Buffer.from(good), windows1258.subarray(-8)]), ['code', 'name']);
    await expect(all(reader)).rejects.toThrow('in or after line 4');
  });
});
