import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { womensUnion } from './src/subgraph.js';
import { newDatabase } from '../../test/support/database.js';
import { operatorToken, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { number, workbook } from '../../test/support/workbooks.js';

let subgraph: RunningSubgraph;

/** Sends a request to the desk; returns the status and the answer. */
async function ask(method: string, path: string, body?: string | Uint8Array, headers: Record<string, string> = {}) {
  const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
  const response = await fetch(`${subgraph.url}/operator/import-desk/${path}`, {
    ...{
      method,
      headers: { authorization: `Bearer ${operatorToken}`, ...(body && { 'content-type': type }), ...headers },
    },
    ...(body && { body }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('application/json');
  return { status: response.status, bytes, answer: isJson ? JSON.parse(bytes.toString()) : undefined };
}

/** Uploads a file, which is deleted after the test. */
async function bring(kind: string, content: Uint8Array, name = 'danh-sách.csv') {
  const brought = await ask('POST', `files?kind=${kind}&name=${encodeURIComponent(name)}`, content);
  if (brought.status === 201) kept.push(brought.answer.id as string);
  return brought;
}

const header = 'Mã tổ;Số CCCD;Họ và tên;Giới tính;Năm sinh;Xã;Bắt đầu;Xong;Ghi chú';
const row = (index: number, changed: Partial<Record<number, string>> = {}) =>
  ['G', `0381800000${String(index).padStart(2, '0')}`, 'Lê Thị Hòa', 'Nữ', '1980', 'Xã Mường Lát', '13/1/2026', '', 'a']
    .map((cell, place) => changed[place] ?? cell)
    .join(';');
const file = (...rows: readonly string[]) => Buffer.from(`\uFEFF${[header, ...rows].join('\r\n')}\r\n`);
const answers = { columns: { 'Bắt đầu': 'joined_on', Xong: 'completed_on' } };
const members = async () => (await subgraph.execute('select count(*)::int as count from group_member'))[0]?.['count'];

beforeAll(async () => {
  subgraph = await startSubgraph(womensUnion, newDatabase());
  for (const [kind, content] of [
    ['branches', 'code,commune_code,name_vi,name_en,member_count\nB,14845,Hội,Union,120\n'],
    [
      'learning-groups',
      'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,TEACHER,2025-06-01,\n',
    ],
  ] as const)
    expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', written: 1 });
});
afterAll(() => subgraph.stop());

const kept: string[] = [];
afterEach(async () => {
  for (const id of kept.splice(0)) await ask('DELETE', `files/${id}`);
});

test('the desk says which kinds there are, with what is known of their columns', async () => {
  const { answer } = await ask('GET', 'kinds');
  const { title, columns } = answer.kinds.find(({ kind }: { kind: string }) => kind === 'learning-groups');
  expect(title).toEqual({ vi: 'Tổ Bình dân học vụ số', en: 'Learning groups' });
  expect(columns).toContainEqual({
    ...{ name: 'leader_role', expected: expect.any(String), description: "The leader's role (vai trò tổ trưởng)." },
    ...{ names: ['vai trò tổ trưởng', 'leader role'], optional: false },
    values: expect.objectContaining({ CADRE: 'A cadre of the commune (cán bộ xã).' }),
  });
});

describe('a file', () => {
  test('is asked about, checked, taken in, and its rejected rows are corrected and come in as they are', async () => {
    const content = file(row(1), row(2, { 6: '31/2/2026' }), row(3, { 1: '171234567', 3: 'Khác' }));
    const brought = await bring('group-members', content);
    expect(brought.status).toBe(201);
    const { id, analysis } = brought.answer;
    expect(analysis).toMatchObject({ form: 'csv', encoding: 'utf-8', separator: ';', headerRow: 1, rows: 3 });
    expect(analysis.questions.map((one: { id: string }) => one.id)).toEqual([
      'missing:joined_on',
      'missing:completed_on',
    ]);
    expect(JSON.stringify(analysis)).not.toMatch(/0381800|Hòa/);

    const unanswered = await ask('POST', `files/${id}/import`, '{}');
    expect(unanswered).toMatchObject({ status: 422, answer: { code: 'MAPPING_NEEDED', at: { row: 1 } } });
    const checked = await ask('POST', `files/${id}/check`, JSON.stringify({ mapping: answers }));
    expect(checked).toMatchObject({
      status: 200,
      answer: {
        ...{ read: 3, rejected: 2, run: null, ignoredColumns: ['Ghi chú'] },
        faults: [
          { row: 3, column: 'joined_on', at: { row: 3, column: 'G (Bắt đầu)' } },
          { row: 4, column: 'citizen_number' },
          { row: 4, column: 'sex' },
        ],
      },
    });
    expect(await members()).toBe(0);

    const taken = await ask('POST', `files/${id}/import`, JSON.stringify({ mapping: answers, saveMapping: true }));
    expect(taken).toMatchObject({ status: 200, answer: { read: 3, written: 1, rejected: 2, run: expect.any(Number) } });
    expect(await members()).toBe(1);

    const rejected = await ask('GET', `files/${id}/rejected`);
    const text = rejected.bytes.toString();
    expect(text).toMatch(/^\uFEFFMã tổ;.*;Ghi chú;Lý do từ chối \(reason\)\r\n/);
    expect(text.split('\r\n')).toHaveLength(4);
    const corrected = text.replace('31/2/2026', '28/2/2026').replace('171234567', '038180000003').replace('Khác', 'Nữ');
    // The mapping was saved for this header, so the desk asks no questions, and it ignores the column of reasons.
    const again = await bring('group-members', Buffer.from(corrected));
    expect(again.answer.analysis).toMatchObject({ saved: true, questions: [] });
    expect(await ask('POST', `files/${again.answer.id}/import`, '{}')).toMatchObject({
      answer: { read: 2, written: 2, rejected: 0, ignoredColumns: ['Ghi chú'] },
    });
    expect(await members()).toBe(3);

    for (const one of [id, again.answer.id]) expect((await ask('DELETE', `files/${one}`)).status).toBe(204);
    expect(await ask('GET', `files/${id}`)).toMatchObject({ status: 404, answer: { code: 'UNKNOWN_FILE' } });
  });

  test('of a workbook gives its rejected rows as a workbook', async () => {
    const cells = row(4).split(';');
    const content = workbook({
      sheets: [
        {
          name: 'Danh sách',
          rows: [
            { row: 3, cells: header.split(';') },
            { row: 4, cells: cells.map((cell, place) => (place === 1 ? number('38180000004') : cell)) },
            { row: 5, cells: cells.map((cell, place) => (place === 4 ? number(1780) : cell)) },
          ],
        },
      ],
    });
    const { answer } = await bring('group-members', content, 'danh sách.xlsx');
    expect(await ask('POST', `files/${answer.id}/import`, '{}')).toMatchObject({
      answer: {
        written: 1,
        faults: [{ row: 5, column: 'birth_year', at: { sheet: 'Danh sách', row: 5, column: 'E (Năm sinh)' } }],
      },
    });
    const rejected = await ask('GET', `files/${answer.id}/rejected`);
    const again = await bring('group-members', rejected.bytes, 'danh sách.rejected.xlsx');
    expect(again.answer.analysis).toMatchObject({ sheet: 'Danh sách', headerRow: 3, rows: 1, questions: [] });
    expect(await ask('POST', `files/${again.answer.id}/check`, '{}')).toMatchObject({
      answer: { read: 1, rejected: 1 },
    });
  });

  test('is told about line by line, with the bytes that were read, where that is asked', async () => {
    const { answer } = await bring(
      'group-members',
      file(...Array.from({ length: 600 }, (_, index) => row(index % 100))),
    );
    const { bytes } = await ask('POST', `files/${answer.id}/check`, '{}', { accept: 'application/x-ndjson' });
    const lines = bytes
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ type: 'progress', stage: 'waiting', ofBytes: answer.bytes });
    expect(lines.at(-1)).toMatchObject({ type: 'done', read: 600, rejected: 500 });
    expect(lines.filter(({ type }) => type === 'rejected')).toHaveLength(100);
  });

  test.each<[string, string, Uint8Array, number, string]>([
    ['of no kind', 'nothing', file(), 404, 'UNKNOWN_KIND'],
    ['of another kind', 'branches', file(row(1)), 422, 'OTHER_KIND'],
    ['that is cut off', 'group-members', file(row(1)).subarray(0, -30), 422, 'UNREADABLE_FILE'],
  ])('%s is refused, and not kept', async (_name, kind, content, status, code) => {
    expect(await bring(kind, content)).toMatchObject({ status, answer: { code } });
  });

  test('that comes twice at once is taken in once, and five are kept at most', async () => {
    const content = file(...Array.from({ length: 2000 }, (_, index) => row(index % 100)));
    const brought = await Promise.all(Array.from({ length: 6 }, () => bring('group-members', content)));
    expect(subgraph.takeErrors()).toEqual([]);
    expect(brought.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 429]);
    const ids = brought.flatMap(({ status, answer }) => (status === 201 ? [answer.id as string] : []));
    const [one, other] = await Promise.all(
      ids.slice(0, 2).map((id) => ask('POST', `files/${id}/import`, JSON.stringify({ mapping: answers }))),
    );
    expect([one?.status, other?.status].toSorted()).toEqual([200, 409]);
  });

  test('that comes at once may have any form, and one that fails is a failed request', async () => {
    const post = (content: Uint8Array) =>
      fetch(`${subgraph.url}/operator/imports/group-members?file=a.csv`, {
        ...{ method: 'POST', body: content as never },
        headers: { 'content-type': 'text/csv', authorization: `Bearer ${operatorToken}` },
      });
    const good = await post(file(row(77)));
    expect([good.status, await good.text()]).toEqual([200, expect.stringContaining('"written":1')]);
    const bad = await post(file(row(1)).subarray(0, -30));
    expect([bad.status, await bad.text()]).toEqual([422, expect.stringMatching(/"failed","code":"UNREADABLE_FILE"/)]);
  });
});
