import { afterAll, describe, expect, test } from '@jest/globals';
import { readingOn } from '../../../../test/support/places.js';
import { day, failed, flag, formula, inline, number, workbook, zipped } from '../../../../test/support/workbooks.js';
import { openTable } from './open-table.js';
import { type Rejection, rowChecker } from '../file/check-row.js';
import type { ImportKind } from '../file/import-kind.js';
import { shownText } from '../file/row-values.js';
import { Spool } from '../file/spool.js';
import { encoded } from '../file/text-encoding.js';
import { defineRecord } from '../record/define-record.js';
import type { FileAnalysis } from '../mapping/analysis.js';
import { layoutOf } from '../mapping/layout.js';
import { lookAt } from '../mapping/look.js';
import { mappedRows, spotOf } from '../mapping/mapped-rows.js';
import type { Mapping } from '../mapping/mapping.js';
import type { Table } from '../mapping/table.js';

const spool = new Spool('of-tests');
afterAll(() => {
  spool.close();
});

const member = defineRecord({
  name: 'Member',
  file: 'members',
  description: 'A member.',
  shown: 'nobody',
  columns: {
    group: { kind: 'code', names: ['Mã tổ'] },
    person: { kind: 'person', whenErased: 'delete' },
    role: {
      kind: 'word',
      words: {
        name: 'MemberRole',
        description: 'A role.',
        values: { CHAIR: 'The chair (tổ trưởng).', MEMBER: 'A member (thành viên).' },
      },
      names: ['Chức vụ'],
    },
    joined_on: { kind: 'pastDay', names: ['Ngày vào tổ'] },
    left_on: { kind: 'pastDay', optional: true, names: ['Ngày ra'] },
    fee: { kind: 'decimal', least: 0, most: 10_000_000, names: ['Hội phí'] },
    active: { kind: 'flag', names: ['Đang sinh hoạt'] },
  },
});
const place = defineRecord({
  name: 'Club',
  file: 'clubs',
  description: 'A club.',
  shown: 'records',
  columns: {
    code: { kind: 'code', description: 'Its code.', names: ['Mã câu lạc bộ'] },
    commune: { kind: 'commune', description: 'Where it is.' },
    month: { kind: 'month', description: 'The month.', names: ['Tháng'] },
    seats: { kind: 'integer', description: 'Its seats.', names: ['Số chỗ'] },
  },
});
const kindOf = ({ kind, columns }: typeof member | typeof place, key: string[]) =>
  ({ kind, description: '', columns, key }) as unknown as ImportKind;
const members = kindOf(member, ['citizen_number']);
const clubs = kindOf(place, ['code']);

interface Came {
  readonly analysis: FileAnalysis;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly faults: readonly Rejection[];
  readonly at: (fault: Rejection) => object;
}

/** Sends a file; returns its examination, its rows as an import reads them, and their faults. */
async function come(
  content: Uint8Array | string,
  { kind = members, mapping = {}, on = '2026-12-01' }: { kind?: ImportKind; mapping?: Mapping; on?: string } = {},
): Promise<Came> {
  const id = spool.begin('us', 'file');
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  // The pieces split letters and line ends.
  await spool.append(id, pieces(bytes));
  const file = spool.get(id, 'us');
  if (!file) throw new Error('Expected a file.');
  const reading = readingOn(on);
  let table: Table | undefined;
  try {
    table = await openTable(file);
    const layout = await layoutOf(table, { kind, kinds: [members, clubs], told: mapping, saved: () => undefined });
    const analysis = await lookAt(table, layout, reading);
    const settled = { ...layout, mapping: analysis.mapping };
    const check = rowChecker(kind, { pseudonymKeys: [Buffer.from('a key')] as never, reading });
    const rows: Record<string, unknown>[] = [];
    const faults: Rejection[] = [];
    for await (const item of mappedRows(table, settled, { mapping: analysis.mapping, reading })) {
      if (item.type === 'ignored') continue;
      const outcome = item.type === 'broken' ? [item.rejection] : check(item);
      if ('key' in outcome)
        rows.push({
          line: outcome.line,
          number: item.type === 'record' ? item.values['citizen_number'] : '',
          ...outcome.row,
        });
      else faults.push(...outcome.map((fault) => ({ ...fault, reason: shownText(fault.reason) })));
    }
    return { analysis, rows, faults, at: ({ row, column }) => spotOf(settled, row, column) };
  } finally {
    table?.close();
    await spool.forget(id);
  }
}

async function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 997) yield Promise.resolve(bytes.subarray(at, at + 997));
}

const header = [
  'Mã tổ',
  'Số CCCD',
  'Họ và tên',
  'Giới tính',
  'Năm sinh',
  'Xã/Phường',
  'Chức vụ',
  'Ngày vào tổ',
  'Ngày ra',
  'Hội phí',
  'Đang sinh hoạt',
];
const first = [
  'T1',
  '038180000001',
  'Lê Thị Hòa',
  'Nữ',
  '1980',
  'Xã Mường Lát',
  'Tổ trưởng',
  '31/01/2026',
  '',
  '12,5',
  'x',
];
const second = [
  'T1',
  '038080000002',
  'Trần Văn Nam',
  'Nam',
  '1980',
  '14758',
  'Thành viên',
  '02/03/2026',
  '5/4/2026',
  '1.250,75',
  '',
];
const csv = (rows: readonly (readonly string[])[], separator = ';', end = '\r\n') =>
  rows
    .map((row) =>
      row.map((cell) => (cell.includes(separator) || cell.includes('\n') ? `"${cell}"` : cell)).join(separator),
    )
    .join(end) + end;
const file = csv([header, first, second]);
const taken = [
  {
    ...{
      line: 2,
      group: 'T1',
      number: '038180000001',
      sex: 'FEMALE',
      birth_year: 1980,
      commune_code: '14845',
      role: 'CHAIR',
    },
    ...{ joined_on: '2026-01-31', left_on: null, fee: 12.5, active: true },
  },
  {
    ...{ line: 3, number: '038080000002', sex: 'MALE', commune_code: '14758', role: 'MEMBER' },
    ...{ joined_on: '2026-03-02', left_on: '2026-04-05', fee: 1250.75, active: false },
  },
];

describe('a file as a spreadsheet in Vietnam saves it comes in', () => {
  test.each<[string, Uint8Array | string]>([
    ['with semicolons and CRLF', file],
    ['with a byte order mark', `\uFEFF${file}`],
    ['with tabs in UTF-16', encoded(`\uFEFF${csv([header, first, second], '\t')}`, 'utf-16le')],
    ['in UTF-16 with the larger byte first', encoded(`\uFEFF${csv([header, first, second], '\t')}`, 'utf-16be')],
    ['in UTF-16 without a mark', encoded(csv([header, first, second], '\t'), 'utf-16le')],
    ['in windows-1258', encoded(file, 'windows-1258')],
    ['with letters composed of parts', file.normalize('NFD')],
    ['with a header in CRLF over rows in LF', file.replaceAll('\r\n', '\n').replace('\n', '\r\n')],
    ['with lone CR', file.replaceAll('\r\n', '\r')],
    ['with commas and quotes', csv([header, first, second], ',')],
    ['with sep=;', `sep=;\r\n${file}`],
    ['without an end of the last line', file.trimEnd()],
    ['with the tone elsewhere', file.replace('Lê Thị Hòa', 'Lê Thị Hoà').replace('Hội phí', 'Hội  Phí')],
  ])('%s', async (_name, content) => {
    const { rows, faults, analysis } = await come(content);
    expect(faults).toEqual([]);
    expect(rows).toMatchObject(taken);
    expect(analysis.questions).toEqual([]);
    expect(analysis.mapping).toMatchObject({ days: 'd/m/y', decimal: ',', values: { active: { '': 'false' } } });
  });

  test('as a workbook with typed cells, a title, a header in row 7, numbers under it, hidden rows and other sheets', async () => {
    const cells = (row: readonly (string | ((name: string) => string))[]) => row;
    const content = workbook({
      sheets: [
        { name: 'Ghi chú', rows: [{ row: 1, cells: ['Danh sách tổ'] }] },
        {
          name: 'Danh sách',
          merged: ['A1:K1'],
          rows: [
            { row: 1, cells: ['DANH SÁCH THÀNH VIÊN'] },
            { row: 7, cells: header },
            { row: 8, cells: header.map((_, index) => `(${index + 1})`) },
            {
              row: 9,
              cells: cells([
                ...[inline('T1'), number('38180000001'), 'Lê Thị Hòa', 'Nữ', number(1980), number(14845), 'Tổ trưởng'],
                day(46053),
                '',
                number(12.5),
                flag(true),
              ]),
            },
            {
              row: 12,
              hidden: true,
              cells: cells([
                ...['T1', '038080000002', 'Trần Văn Nam', 'Nam', day(29221), number(14758, 2), 'Thành viên'],
                day(46083),
                day(46117),
                number('1250.75'),
                flag(false),
              ]),
            },
          ],
        },
        { name: 'Cũ', hidden: true, rows: [{ row: 1, cells: header }] },
      ],
    });
    const { rows, faults, analysis } = await come(content);
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([
      { ...taken[0], line: 9 },
      { ...taken[1], line: 12 },
    ]);
    expect(analysis).toMatchObject({ sheet: 'Danh sách', headerRow: 7, rows: 2, hiddenRows: 1, questions: [] });
    expect(analysis.notes.join()).toContain('1 rows are hidden');
  });

  test('as a workbook whose days are counted from 1904', async () => {
    const row = first.map((cell, index) => (index === 7 ? day(46053 - 1462) : cell));
    const content = workbook({
      from1904: true,
      sheets: [
        {
          name: 'A',
          rows: [
            { row: 1, cells: header },
            { row: 2, cells: row },
          ],
        },
      ],
    });
    expect((await come(content)).rows).toMatchObject([{ joined_on: '2026-01-31' }]);
  });

  test('with a header of two rows whose cells are merged', async () => {
    const content = csv([
      ['Mã tổ', 'Cá nhân', '', '', '', '', 'Chức vụ', 'Thời gian', '', 'Hội phí', 'Đang sinh hoạt'],
      ['', 'Số CCCD', 'Họ tên', 'Giới tính', 'Năm sinh', 'Xã/Phường', '', 'Ngày vào tổ', 'Ngày ra', '', ''],
      first,
    ]);
    expect(await come(content)).toMatchObject({
      analysis: { headerRow: 2, questions: [] },
      rows: [{ ...taken[0], line: 3 }],
    });
  });

  test('with quoted line ends: rows are counted as a spreadsheet shows them', async () => {
    const noted = csv([[...header, 'Ghi chú'], [...first, 'một\nhai\nba'], [...second, ''].with(1, '123')]);
    const { faults, rows, analysis, at } = await come(noted);
    expect(rows).toHaveLength(1);
    expect(faults).toMatchObject([{ row: 3, column: 'citizen_number' }]);
    expect(at(faults[0] as Rejection)).toEqual({ row: 3, column: 'B (Số CCCD)' });
    expect(analysis.notes).toEqual([
      'Columns that are none of members, and are ignored: Ghi chú.',
      'In active an empty cell is read as no, for the others are marked.',
    ]);
  });

  test.each([
    ['by its name with its kind', 'Xã Mường Lát', '', '14845'],
    ['by its name alone, in other letters', 'MƯỜNG LÁT', '', '14845'],
    ['without marks', 'muong lat', '', '14845'],
    ['by the name of what became part of it', 'Xã Hoằng Xuân', '', '15880'],
    ['by a former code', '14755', '', '14758'],
    ['with district and province', 'Xã Hoằng Xuân, huyện Hoằng Hoá, Thanh Hóa', '', '15880'],
  ])('with a place %s', async (_name, text, _district, code) => {
    const content = csv([
      ['Mã câu lạc bộ', 'Tên xã', 'Tháng', 'Số chỗ'],
      ['C1', text, '9/2026', '1.200'],
    ]);
    const mapping: Mapping = { formerPlaces: 'follow', decimal: ',' };
    const { rows, faults } = await come(content, { kind: clubs, mapping });
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([{ commune_code: code, month: '2026-09', seats: 1200 }]);
  });
});

describe('what a file does not tell is asked', () => {
  const asked = async (content: string | Uint8Array, options = {}) => (await come(content, options)).analysis.questions;

  test('days that can be read in two ways, and no other that tells', async () => {
    const content = csv([header, first.with(7, '3/4/2026'), second.with(7, '5/6/2026').with(8, '')]);
    const [question, ...more] = await asked(content);
    expect(more).toEqual([]);
    expect(question).toMatchObject({ id: 'days', at: { row: 2, column: 'H (Ngày vào tổ)' } });
    const [choice] = question?.choices ?? [];
    const answered = await come(content, { mapping: choice?.mapping ?? {} });
    expect(answered.analysis.questions).toEqual([]);
    expect(answered.rows).toMatchObject([{ joined_on: '2026-04-03' }, { joined_on: '2026-06-05' }]);
  });

  test('numbers that can be read in two ways', async () => {
    const content = csv([header, first.with(9, '1.234'), second.with(9, '5')]);
    const [question] = await asked(content);
    expect(question).toMatchObject({ id: 'decimal', at: { row: 2, column: 'J (Hội phí)' } });
    expect((await come(content, { mapping: { decimal: ',' } })).rows).toMatchObject([{ fee: 1234 }, { fee: 5 }]);
    expect((await come(content, { mapping: { decimal: '.' } })).rows).toMatchObject([{ fee: 1.234 }, { fee: 5 }]);
  });

  test('formulas, which are never evaluated', async () => {
    const rows = [
      { row: 1, cells: header },
      { row: 2, cells: first.map((cell, index) => (index === 4 ? formula('1900+80', '1980') : cell)) },
    ];
    const content = workbook({ sheets: [{ name: 'A', rows }] });
    const { analysis, faults } = await come(content);
    expect(analysis.questions).toMatchObject([{ id: 'formulas', at: { sheet: 'A', row: 2, column: 'E (Năm sinh)' } }]);
    expect(faults).toMatchObject([{ row: 2, column: 'birth_year', reason: expect.stringContaining('got a formula') }]);
    expect((await come(content, { mapping: { formulas: 'saved values' } })).rows).toMatchObject([{ birth_year: 1980 }]);
  });

  test('communes that ended in June 2025, in a row of 2026', async () => {
    const content = csv([header, first.with(5, 'Xã Hoằng Xuân'), second]);
    const { analysis, faults } = await come(content);
    expect(analysis.questions).toMatchObject([{ id: 'formerPlaces', at: { row: 2, column: 'F (Xã/Phường)' } }]);
    expect(faults).toMatchObject([
      { row: 2, column: 'commune_code', reason: expect.stringMatching(/until 2025-06-30\) became .*15880/) },
    ]);
  });

  test('which of several sheets it is', async () => {
    const rows = [
      { row: 1, cells: header },
      { row: 2, cells: first },
    ];
    const content = workbook({
      sheets: [
        { name: 'Một', rows },
        { name: 'Hai', rows },
      ],
    });
    expect(await asked(content)).toMatchObject([{ id: 'sheet', choices: [{ value: 'Một' }, { value: 'Hai' }] }]);
    expect((await come(content, { mapping: { sheet: 'Hai' } })).analysis.sheet).toBe('Hai');
  });

  test('which column is meant, and what is missing', async () => {
    const without = (row: readonly string[]) => row.toSpliced(7, 1);
    const questions = await asked(csv([without(header), without(first)]));
    expect(questions).toMatchObject([{ id: 'missing:joined_on' }]);
  });

  test('values of their own, where a file has many', async () => {
    const rows = [1, 2, 3].map((index) => first.with(1, `03818000000${index}`).with(6, 'UV'));
    const [question] = await asked(csv([header, ...rows]));
    expect(question).toMatchObject({
      id: 'values:role:UV',
      choices: [{ value: 'CHAIR' }, { value: 'MEMBER' }, { value: 'refuse' }],
    });
    const mapping = question?.choices[1]?.mapping ?? {};
    expect((await come(csv([header, ...rows]), { mapping })).rows).toMatchObject(
      [1, 2, 3].map(() => ({ role: 'MEMBER' })),
    );
  });
});

describe('a row that is wrong is told with all its faults, and costs itself', () => {
  test.each<[string, Partial<Record<number, string>>, string, RegExp]>([
    ['a day that does not exist', { 7: '31/2/2026' }, 'joined_on', /got "31\/2\/2026": there is no such day/],
    [
      'a number of nine digits',
      { 1: '171234567' },
      'citizen_number',
      /nine digits, as the old identity number \(CMND\)/,
    ],
    [
      'a number in scientific notation',
      { 1: '3,8E+10' },
      'citizen_number',
      /scientific notation, and its last digits are lost/,
    ],
    [
      'a number whose zeros cannot be told',
      { 1: '1180000001' },
      'citizen_number',
      /10 digits, and those that are missing cannot be told/,
    ],
    ['a number that begins with no province', { 1: '99180000001' }, 'citizen_number', /11 digits/],
    ['a place that there never was', { 5: 'Xã Không Có' }, 'commune_code', /expected the 5-digit code/],
    [
      'a place of which there were several',
      { 5: 'Xã Xuân Lộc' },
      'commune_code',
      /several places were called so .*say the district/,
    ],
  ])('%s', async (_name, changed, column, reason) => {
    const row = first.map((cell, index) => changed[index] ?? cell);
    const { faults } = await come(csv([header, row, second]), { mapping: { formerPlaces: 'refuse' } });
    expect(faults).toMatchObject([{ row: 2, column, reason: expect.stringMatching(reason) }]);
    expect(JSON.stringify(faults)).not.toMatch(/171234567|1180000001|Không Có|Hòa/);
  });

  test('several faults at once, and an error of the spreadsheet', async () => {
    const row = first.map((cell, index) => (index === 9 ? failed('#REF!') : index === 7 ? '31/2/2026' : cell));
    const content = workbook({
      sheets: [
        {
          name: 'A',
          rows: [
            { row: 1, cells: header },
            { row: 2, cells: row },
          ],
        },
      ],
    });
    expect((await come(content)).faults).toMatchObject([
      { row: 2, column: 'joined_on' },
      { row: 2, column: 'fee', reason: expect.stringContaining('#REF!') },
    ]);
  });
});

describe('a file that cannot be read is refused, with one error that says where', () => {
  const bomb = () => zipped({ 'xl/workbook.xml': Buffer.alloc(40_000_000) });
  test.each<[string, () => Promise<Uint8Array | string> | Uint8Array | string, RegExp, object | undefined]>([
    ['a zip bomb that is called a workbook', bomb, /unpack to at most/, undefined],
    [
      'a workbook that is cut off',
      () => workbook({ sheets: [{ name: 'A', rows: [{ row: 1, cells: header }] }] }).subarray(0, 900),
      /damaged or cut off/,
      undefined,
    ],
    ['a text that is cut off', () => file.slice(0, -40), /Row 3: .* it is cut off/, { row: 3 }],
    ['a quote that is not closed', () => file.replace('Trần', '"Trần'), /Row 3: expected a closing quote/, { row: 3 }],
    [
      'a file of another kind',
      () =>
        csv([
          ['Mã câu lạc bộ', 'Xã', 'Tháng', 'Số chỗ'],
          ['C1', '14845', '9/2026', '1'],
        ]),
      /got one of clubs/,
      { row: 1 },
    ],
    ['a file without a header', () => csv([first, second]), /names the columns/, { row: 1 }],
    ['an old workbook', () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), /old workbook/, undefined],
    ['a page of the web', () => '<html><table><tr><td>', /page of the web/, undefined],
    ['something else that is packed', () => zipped({ 'a.txt': 'a' }), /container of something else/, undefined],
    [
      'UTF-8 with other bytes',
      () => Buffer.concat([Buffer.from(file), Buffer.from([0xff, 0x41])]),
      /Expected UTF-8 .* after line 1/,
      undefined,
    ],
    ['an empty file', () => '', /empty/, undefined],
    [
      'a workbook that declares entities',
      () => zipped({ 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' }),
      /without document types/,
      undefined,
    ],
  ])('%s', async (_name, made, message, at) => {
    const error = await come(await made()).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ message: expect.stringMatching(message), ...(at && { at }) });
    expect((error as Error).message).not.toMatch(/Hòa|038180/);
  });
});

test('what is shown of a file has no value that looks like a person’s, whatever its column is', async () => {
  const file = 'Mã câu lạc bộ,Xã,Tháng,Số chỗ\n038068001000,14845,2026-01,5\nC1,14845,2026-01,5\n';
  const { analysis } = await come(file, { kind: clubs });
  expect(analysis.examples.map(({ values }) => values['code'])).toEqual([
    { given: null, read: null },
    { given: 'C1', read: 'C1' },
  ]);
});

test('days of two-digit years, months in words, numbers with dots and spaces, and a foot of totals and signatures', async () => {
  const lines = [
    header.join(';'),
    'T1;038.180.000.001;Lê Thị Hòa;Nữ;05/06/80;14845;Tổ trưởng;28/02/26;;12,5;x',
    'T1;038 180 000 002;Lê Thị Hoa;Nữ;1981;14845;Tổ trưởng;1/9/2026;;10;x',
    'T1;0381-8000-0003;Trần Văn An;Nữ;1981;14845;Tổ trưởng;ngày 3 tháng 9 năm 2026;;10;',
    ';;Tổng cộng: 3 người;;;;;;;32,5;',
    ';;;;;;;Thanh Hóa, ngày 30 tháng 9 năm 2026;;;',
    ';;Người lập biểu;;;;;Chủ tịch;;;',
    ';;;;;;;;;;',
    ';;Lê Văn An;;;;;Bùi Thị Lan;;;',
  ];
  const { rows, faults, analysis } = await come(lines.join('\r\n'));
  expect(faults).toEqual([]);
  expect(rows.map(({ number: of, joined_on }) => [of, joined_on])).toEqual([
    ['038180000001', '2026-02-28'],
    ['038180000002', '2026-09-01'],
    ['038180000003', '2026-09-03'],
  ]);
  expect(rows[0]).toMatchObject({ birth_year: 1980 });
  expect(analysis.questions).toEqual([]);
  expect(analysis.notes).toEqual(
    expect.arrayContaining([
      'Row 5 is taken for totals at the end of the table, and left out.',
      'Rows 6, 7, 9 are taken for dates, offices and names of signatures at the end of the table, and left out.',
    ]),
  );
});

test('asks once where the days of two-digit years do not tell their order', async () => {
  const { analysis } = await come(
    `${header.join(';')}\nT1;038180000001;Lê Thị Hòa;Nữ;1980;14845;Tổ trưởng;3/4/26;5/6/26;12,5;x`,
  );
  expect(analysis.questions.map(({ id }) => id)).toEqual(['days']);
});

test('the usual Vietnamese headers of a day are known for a record that says none', async () => {
  const own = defineRecord({
    ...{ name: 'Learner', file: 'learners', description: 'A learner.', shown: 'nobody' },
    columns: {
      person: { kind: 'person', whenErased: 'delete' },
      completed_on: { kind: 'pastDay', optional: true },
    },
  });
  const heads = [...header.slice(1, 6), 'Ngày hoàn thành'].join(',');
  const content = `${heads}\n038180000001,Lê Thị Hòa,Nữ,1980,14845,28/02/26\n`;
  const { rows, analysis } = await come(content, { kind: kindOf(own as never, ['citizen_number']) });
  expect(analysis.questions).toEqual([]);
  expect(rows).toMatchObject([{ completed_on: '2026-02-28' }]);
});
