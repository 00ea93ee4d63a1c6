import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { hub, temporaryFolder } from './hub.js';

/** A running hub with the demonstration's data, as its users have it. */
export interface RunningHub {
  readonly folder: () => string;
  /** The port of its gateway. */
  readonly port: () => number;
  /** Asks as an analyst. */
  readonly ask: (query: string) => Promise<any>;
}

const search = 'goal=ADULTS_BASIC&period=2026-10&order=GAP_PEOPLE&direction=DESC';
const graph = `{ goal(code: "ADULTS_BASIC") { progressByCommune(period: "2026-10", first: 500, orderBy: { field: GAP_PEOPLE, direction: DESC }) { edges {
  rank { overallLikely overall overallLast tier withinTypeLikely withinType withinTypeLast withinTypeTier
    withinAreaLikely withinArea withinAreaLast withinAreaTier amongLastTen }
  node { communeCode period commune { name type area } denominator { value } people { lower upper estimate interval { lower upper } method noEstimate }
    ratio target gapPeople gapPoints pace status flags doubts completeThrough reported { name } missing { name } asOf isProvisional demonstration } } } } }`;

/** What stands for the graph's words. */
const words: Readonly<Record<string, string>> = {
  ABSENT_ORGANISATION: 'Còn thiếu tổ chức',
  PEOPLE_IN_SEVERAL: 'Người ở nhiều tổ chức',
  ESTIMATE_ERROR: 'Sai số ước lượng',
  ROUNDING: 'Số làm tròn',
  SMALL_PLACE: 'Địa bàn quá ít người',
};

/** What stands for SDMX's codes. */
const flagWords: Readonly<Record<string, string>> = {
  A: 'A (bình thường)',
  B: 'B (chuỗi bị ngắt)',
  E: 'E (ước lượng)',
  P: 'P (sơ bộ)',
  U: 'U (độ tin cậy thấp)',
};

/** What stands for a tier. */
const tierWords: Readonly<Record<string, string>> = {
  UPPER: 'Nhóm đầu',
  MIDDLE: 'Nhóm giữa',
  LOWER: 'Nhóm cuối',
  NOT_DISTINGUISHABLE: 'Chưa phân biệt được',
};

/** What of a row each column says. */
const values: Readonly<Record<string, (edge: any) => unknown>> = {
  rank: ({ rank }) => rank?.overallLikely ?? null,
  code: ({ node }) => node.communeCode,
  name: ({ node }) => node.commune.name,
  type: ({ node }) => ({ COMMUNE: 'Xã', WARD: 'Phường' })[node.commune.type as string],
  area: ({ node }) => ({ URBAN: 'Đô thị', PLAIN: 'Đồng bằng', MOUNTAIN: 'Miền núi' })[node.commune.area as string],
  rankWithinType: ({ rank }) => rank?.withinTypeLikely ?? null,
  rankWithinArea: ({ rank }) => rank?.withinAreaLikely ?? null,
  period: ({ node }) => node.period,
  denominator: ({ node }) => node.denominator.value,
  lower: ({ node }) => node.people.lower,
  upper: ({ node }) => node.people.upper,
  estimate: ({ node }) => node.people.estimate,
  intervalLower: ({ node }) => node.people.interval.lower,
  intervalUpper: ({ node }) => node.people.interval.upper,
  method: ({ node }) =>
    ({ EXACT: 'Đếm từ hồ sơ', ESTIMATE: 'Ước lượng', BOUNDS: 'Khoảng' })[node.people.method as string],
  noEstimate: ({ node }) =>
    ({ TOO_FEW: 'Ước lượng gần như đếm đúng', COUNTS_ONLY: 'Chỉ có số tổng' })[node.people.noEstimate as string] ??
    null,
  ratio: ({ node }) => node.ratio,
  target: ({ node }) => node.target,
  gapPeople: ({ node }) => node.gapPeople,
  gapPoints: ({ node }) => node.gapPoints,
  pace: ({ node }) => node.pace,
  status: ({ node }) => ({ OFF_TRACK: 'Chậm', AT_RISK: 'Có nguy cơ', FALLING: 'Giảm' })[node.status as string],
  doubts: ({ node }) => node.doubts.map((one: string) => words[one]).join(', ') || null,
  completeThrough: ({ node }) => node.completeThrough,
  reported: ({ node }) => node.reported.map(({ name }: any) => name).join(', ') || null,
  missing: ({ node }) => node.missing.map(({ name }: any) => name).join(', ') || null,
  asOf: ({ node }) => node.asOf,
  rankFirst: ({ rank }) => rank?.overall ?? null,
  rankLast: ({ rank }) => rank?.overallLast ?? null,
  rankTier: ({ rank }) => tierWords[rank?.tier] ?? null,
  rankWithinTypeFirst: ({ rank }) => rank?.withinType ?? null,
  rankWithinTypeLast: ({ rank }) => rank?.withinTypeLast ?? null,
  rankWithinTypeTier: ({ rank }) => tierWords[rank?.withinTypeTier] ?? null,
  rankWithinAreaFirst: ({ rank }) => rank?.withinArea ?? null,
  rankWithinAreaLast: ({ rank }) => rank?.withinAreaLast ?? null,
  rankWithinAreaTier: ({ rank }) => tierWords[rank?.withinAreaTier] ?? null,
  amongLastTen: ({ rank }) => rank?.amongLastTen ?? null,
  provisional: ({ node }) => (node.isProvisional ? 'có' : 'không'),
  demonstration: ({ node }) => (node.demonstration ? 'có' : 'không'),
  flags: ({ node }) => node.flags.map((one: string) => flagWords[one]).join(', '),
};
const keys = Object.keys(values);

const manual = readFileSync(new URL('../../../docs/analysts.md', import.meta.url), 'utf8');

/** The first block of a language in the manual that has a table's address. */
function documented(language: string): string {
  const blocks = manual
    .split(`\`\`\`${language}\n`)
    .slice(1)
    .map((block) => block.split('```')[0] ?? '');
  return blocks.find((block) => block.includes('/export/')) ?? '';
}

/** What the manual shows of programs, and ends by telling what came. */
const programs = [
  {
    language: 'curl',
    command: 'sh',
    args: ['-c'],
    text: `${documented('sh')}\nls && cat *.csv | wc -l`,
    expected: /^league-table_ADULTS_BASIC_2026-10_.*minh-hoa\.csv\n\s*167\n$/,
  },
  {
    language: 'Python',
    command: 'python3',
    args: ['-c'],
    text: `import os\nkey = os.environ["key"]\n${documented('python')}\nprint(len(rows), rows[0]["rank"])`,
    expected: /^166 1\n$/,
  },
].filter(({ language, command }) => {
  const isHere =
    spawnSync(command, ['-c', '']).status === 0 &&
    (language !== 'curl' || spawnSync('curl', ['--version']).status === 0);
  if (!isHere) console.warn(`SKIPPED: what the manual shows in ${language} (it is not here).`);
  return isHere;
});

/** A cell of a workbook as the graph has it. */
function cellOf(cell: unknown, key: string): unknown {
  if (!(cell instanceof Date)) return cell;
  const text = cell.toISOString();
  // The province's clock, seven hours ahead.
  return key === 'completeThrough' ? text.slice(0, 10) : new Date(cell.getTime() - 7 * 3_600_000).toISOString();
}

/** A field of a Vietnamese CSV file as the graph has it. */
function fieldOf(text: string, like: unknown, key: string): unknown {
  if (text === '') return null;
  if (key === 'completeThrough')
    return text
      .split('/')
      .toReversed()
      .map((part) => part.padStart(2, '0'))
      .join('-');
  if (key === 'asOf') {
    const [, day = '', month = '', year = '', time = ''] = /^(\d+)\/(\d+)\/(\d+) (.*)$/.exec(text) ?? [];
    return new Date(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}:00+07:00`).toISOString();
  }
  if (typeof like !== 'number') return text.replace(/^'/, '');
  const number = Number(text.replace('%', '').replace(',', '.'));
  return text.endsWith('%') ? number / 100 : number;
}

/** Asks a running hub for files as spreadsheets and reporting tools do, and compares them with the graph. */
export function testFiles({ folder, port, ask }: RunningHub): void {
  describe('figures as files', () => {
    let key: string;
    let edges: any[];
    const url = (path: string) => `http://127.0.0.1:${port()}/export/${path}`;
    const basic = () => ({ authorization: `Basic ${Buffer.from(`excel:${key}`).toString('base64')}` });
    const get = (path: string, headers: Record<string, string> = basic()) => fetch(url(path), { headers });

    beforeAll(async () => {
      const command = ['key', 'create', '--role', 'analyst', '--purpose', 'steering', '--until', nextYear()];
      const made = await hub([...command, '--for', 'Lan, báo cáo tháng', '--port', String(port())], {
        folder: folder(),
      });
      expect(made).toMatchObject({ exitCode: 0 });
      key = made.stdout.trim();
      const { data } = await ask(graph);
      edges = data.goal.progressByCommune.edges;
      expect(edges).toHaveLength(166);
    });

    test('Excel asks without credentials first, is told how to send them, and has the file by them', async () => {
      const path = `league-table.xlsx?${search}`;
      for (const method of ['HEAD', 'GET']) {
        const first = await fetch(url(path), { method });
        expect(first.status).toBe(401);
        expect(first.headers.get('www-authenticate')).toMatch(/^Basic realm="hub", charset="UTF-8"/);
      }
      const second = await get(path);
      expect(second.status).toBe(200);
      const tag = second.headers.get('etag') ?? '';
      expect(tag).toMatch(/^W\/"/);
      // A refresh.
      const again = await get(path, { ...basic(), 'if-none-match': tag });
      expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
    });

    test('every cell of the workbook says what the graph does', async () => {
      const workbook = Buffer.from(await (await get(`league-table.xlsx?${search}`)).arrayBuffer());
      const [rowsSheet, aboutSheet] = await readWorkbook(workbook);
      const [data, about] = [rowsSheet?.data ?? [], aboutSheet?.data ?? []];
      const rows = data.slice(1);
      expect(rows).toHaveLength(166);
      for (const [index, row] of rows.entries()) {
        const read = Object.fromEntries(keys.map((name, at) => [name, cellOf(row[at], name)]));
        expect(read).toEqual(Object.fromEntries(keys.map((name) => [name, values[name]?.(edges[index])])));
      }
      const said = about.map((row) => row.filter((cell) => cell !== null));
      expect(said).toContainEqual(['SỐ LIỆU MINH HỌA: có số liệu giả định, không được trích dẫn.']);
      expect(said).toContainEqual(['Địa chỉ tải', url(`league-table.xlsx?${search}`)]);
    });

    test('every field of the CSV file does', async () => {
      const text = await (await get(`league-table.csv?${search}`)).text();
      const [header, ...rows] = parse(text, { bom: true, delimiter: ';' });
      expect(header).toHaveLength(keys.length);
      expect(rows).toHaveLength(166);
      for (const [index, row] of rows.entries()) {
        for (const [at, name] of keys.entries()) {
          const value = values[name]?.(edges[index]);
          const read = fieldOf(row[at] ?? '', value, name);
          if (typeof value === 'number') expect(read).toBeCloseTo(value, 10);
          else expect(read).toEqual(value);
        }
      }
    });

    test.each(programs)('$language gets it as the manual shows', ({ command, args, text, expected }) => {
      const output = execFileSync(command, [...args, text.replaceAll(':4000', `:${port()}`)], {
        cwd: temporaryFolder(),
        env: { PATH: process.env['PATH'], key },
        encoding: 'utf8',
      });
      expect(output).toMatch(expected);
    });

    test('a map has each commune’s boundary and figure', async () => {
      const { features } = (await (await get(`league-table.geojson?${search}`)).json()) as any;
      expect(features.map(({ id, properties }: any) => [id, properties.gapPeople])).toEqual(
        edges.map(({ node }) => [node.communeCode, node.gapPeople]),
      );
      for (const { geometry } of features) expect(geometry.type).toMatch(/^(Multi)?Polygon$/);
    });

    test('every table that the hub ships is there for whom it is meant, in each of its formats', async () => {
      const { tables } = (await (await fetch(`http://127.0.0.1:${port()}/export`)).json()) as any;
      expect(tables.length).toBeGreaterThanOrEqual(25);
      const given: Record<string, string> = {
        goal: 'ADULTS_BASIC',
        by: 'SEX',
        period: '2026-10',
        from: '2026-08',
        to: '2026-10',
        commune: '14845',
      };
      const ofOthers = ['audit', 'imports'];
      for (const { name, formats, parameters } of tables.filter((table: any) => !ofOthers.includes(table.name))) {
        const named = parameters.filter(
          (one: any) => (one.required && one.default === undefined) || one.name === 'period',
        );
        const query = named.map((one: any) => `${one.name}=${given[one.name as string] ?? ''}`).join('&');
        for (const format of formats) {
          const response = await get(`${name}.${format}?${query}`);
          expect([name, format, response.status]).toEqual([name, format, 200]);
          const bytes = Buffer.from(await response.arrayBuffer());
          if (format === 'jsonl') expect(bytes.toString()).toMatch(/^\{.*\}\n/);
          if (format === 'geojson') expect(() => JSON.parse(bytes.toString()) as unknown).not.toThrow();
          if (format === 'xlsx')
            expect((await readWorkbook(bytes)).map(({ sheet }) => sheet)).toEqual(['Số liệu', 'Nguồn']);
          if (format === 'csv') expect(() => parse(bytes.toString(), { bom: true, delimiter: ';' })).not.toThrow();
        }
      }
    });

    test('what an organisation imported, and what it was asked, its own people have as files', async () => {
      const token = async (...args: string[]) =>
        (await hub(['token', '--as', ...args, '--port', String(port())], { folder: folder() })).stdout.trim();
      const staff = await token('staff', '--organisation', 'womens-union');
      const asStaff = { authorization: `Bearer ${staff}`, 'x-hub-purpose': 'statistics' };
      const imports = await (await get('imports.jsonl?organisation=womens-union', asStaff)).text();
      expect(
        imports.split('\n').filter((line) => line.includes('"file":"learning-groups.csv","state":"TAKEN"')),
      ).not.toEqual([]);
      expect((await get('imports.jsonl?organisation=youth-union', asStaff)).status).toBe(403);
      const auditor = { authorization: `Bearer ${await token('auditor')}` };
      // Where no header can be sent, the address says what for.
      const audit = await (await get('audit.jsonl?purpose=audit', auditor)).text();
      const entries = audit
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const asked = entries.find(({ operationName, keyFor }) => operationName === 'LeagueTable' && keyFor);
      expect(asked).toMatchObject({
        subject: expect.stringMatching(/^key:/),
        keyFor: 'Lan, báo cáo tháng',
        purpose: 'steering',
        decision: 'ANSWERED',
      });
    });

    test('a period that is none, and one that has not begun, are refused in words', async () => {
      const refused = async (path: string) => {
        const response = await get(path);
        return [response.status, (await response.json()) as any];
      };
      expect(await refused('league-table.csv?goal=ADULTS_BASIC&period=2026-13')).toEqual([
        400,
        expect.objectContaining({ code: 'BAD_USER_INPUT', detail: expect.stringMatching(/period.*2026-13/) }),
      ]);
      expect(await refused(`league-table.csv?goal=ADULTS_BASIC&period=${nextYear().slice(0, 4)}-12`)).toEqual([
        400,
        expect.objectContaining({ code: 'BAD_USER_INPUT' }),
      ]);
      expect(await refused('league-table.csv?goal=NOBODYS')).toEqual([
        404,
        expect.objectContaining({ code: 'NOT_FOUND' }),
      ]);
    });
  });
}

/** A day that a key may last until, whenever this runs. */
function nextYear(): string {
  return new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
}
