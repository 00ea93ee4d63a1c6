import { type IncomingMessage, request as httpRequest } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { anonymous, type Caller } from '../../gateway/src/request/caller.js';
import { ProcessorTime } from '../../gateway/src/limits/processor-time.js';
import { until } from '../support/until.js';
import {
  ExportingGateway,
  type ExportingGatewayOptions,
  type Records,
  type TableFiles,
} from './support/exporting-gateway.js';

const items: TableFiles = {
  graphql: `
    query Items($kind: Kind, $codes: [ID!], $period: String, $language: Language!, $first: Int!, $after: String) {
      items(first: $first, after: $after, kind: $kind, codes: $codes, period: $period) {
        pageInfo { hasNextPage endCursor }
        nodes { code name(language: $language) kind people share state heldOn at open tags boundary hidden }
      }
    }
    query ItemsAbout($language: Language!) {
      source { title(language: $language) demonstration asOf releases { number organisation } }
    }`,
  yaml: `
    title: { vi: Hồ sơ, en: Records }
    description: { vi: Mọi hồ sơ., en: All records. }
    rows: items.nodes
    pages: items
    pageSize: 100
    frozenColumns: 2
    place: { id: code, geometry: boundary }
    parameters:
      kind: { title: { vi: Loại, en: Kind } }
      codes: { title: { vi: Mã, en: Codes } }
      period: { title: { vi: Kỳ, en: Period }, default: '2026-10' }
    columns:
      - { key: code, title: { vi: Mã, en: Code }, value: code }
      - { key: name, title: { vi: Tên, en: Name }, value: name }
      - { key: kind, title: { vi: Loại, en: Kind }, value: kind, words: { GROUP: { vi: Tổ, en: Group }, TEAM: { vi: Đội, en: Team } } }
      - { key: people, group: { vi: Số liệu, en: Figures }, title: { vi: Người, en: People }, value: people, format: integer, absentWhen: [{ value: state, is: [WITHHELD], state: withheld }, { value: state, is: [NOT_YET], state: notReported }] }
      - { key: share, group: { vi: Số liệu, en: Figures }, title: { vi: Tỷ lệ, en: Share }, value: share, format: percent }
      - { key: heldOn, title: { vi: Ngày, en: Held on }, value: heldOn, format: date, absent: none }
      - { key: at, title: { vi: Lúc, en: At }, value: at, format: time, absent: none }
      - { key: open, title: { vi: Mở, en: Open }, value: open, format: yesNo }
      - { key: tags, title: { vi: Nhãn, en: Tags }, value: tags }
      - { key: hidden, title: { vi: Kín, en: Hidden }, value: hidden }
    about:
      demonstration: source.demonstration
      facts: [{ title: { vi: Nguồn, en: Source }, value: source.title }, { title: { vi: Tính đến, en: As of }, value: source.asOf, format: time }]
      lists: [{ title: { vi: Đợt công bố, en: Releases }, rows: source.releases, columns: [{ title: { vi: Tổ chức, en: Organisation }, value: organisation }, { title: { vi: Số, en: Number }, value: number, format: integer }] }]`,
};
const versioned: TableFiles = {
  graphql: `
    query Versioned($first: Int!, $after: String) {
      items(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { code } }
    }
    query VersionedVersion { version }`,
  yaml: `
    title: { vi: Có phiên bản, en: Versioned }
    description: { vi: Có phiên bản., en: Versioned. }
    rows: items.nodes
    pages: items
    pageSize: 100
    columns: [{ key: code, title: { vi: Mã, en: Code }, value: code }]`,
};
const secrets: TableFiles = {
  graphql: 'query Secrets { secrets { code } }',
  yaml: `
    title: { vi: Kín, en: Secrets }
    description: { vi: Kín., en: Secrets. }
    rows: secrets
    columns: [{ key: code, title: { vi: Mã, en: Code }, value: code }]`,
};

const square = {
  type: 'Polygon',
  coordinates: [
    [
      [105, 20],
      [105, 21],
      [106, 21],
      [105, 20],
    ],
  ],
};
const plain = {
  people: null,
  share: null,
  state: null,
  heldOn: null,
  at: null,
  open: false,
  tags: [],
  boundary: null,
  hidden: 'kín',
};
/** One record for each thing that a cell may say. */
const first = [
  {
    ...plain,
    ...{
      code: 'A-1',
      name: ({ language }: { language: string }) => (language === 'VI' ? 'Tổ "1"; Hàm Rồng' : 'Group "1", Ham Rong'),
    },
    ...{ kind: 'GROUP', people: 1230, share: 0.5, heldOn: '2026-09-05', at: '2026-09-05T18:30:00Z', open: true },
    ...{ tags: ['x', 'y'], boundary: square },
  },
  { ...plain, code: 'A-2', name: '=HYPERLINK("http://evil")', kind: 'TEAM', people: 0, share: 0.123 },
  { ...plain, code: 'A-3', name: '<b>&', kind: 'TEAM', state: 'WITHHELD', share: 1.0 },
  { ...plain, code: '-4', name: '@x', kind: 'TEAM', state: 'NOT_YET', tags: ['+1'] },
];

const source = {
  title: ({ language }: { language: string }) => (language === 'VI' ? 'Kế hoạch 265' : 'Plan 265'),
  ...{ demonstration: true, asOf: '2026-11-05T02:00:00Z', releases: [{ number: 4, organisation: 'womens-union' }] },
};

/** A connection of records that fails from the page at `failsAt` on. */
function connection(nodes: readonly unknown[], failsAt = Infinity) {
  return ({ first: size, after }: { first: number; after: string | null }) => {
    const from = Number(after ?? 0);
    if (from >= failsAt) throw new Error('The register is locked.');
    const until = from + size;
    return {
      nodes: nodes.slice(from, until),
      totalCount: nodes.length,
      pageInfo: { hasNextPage: until < nodes.length, endCursor: String(until) },
    };
  };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...plain, code: `C-${index}`, name: `n${index}`, kind: 'TEAM' }));

const analyst: Caller = {
  ...anonymous,
  ...{ subject: 'lan', roles: ['analyst'], identityClass: 'lan' },
  rights: { ...anonymous.rights, authenticated: true },
};
const callers = { 'Bearer analyst': analyst, 'Bearer nobody': { ...analyst, rights: anonymous.rights } };
const asAnalyst = { authorization: 'Bearer analyst' };

/** The sheets of a workbook: their names, and the rows of each. */
async function sheetsOf(workbook: Buffer): Promise<Map<string, unknown[][]>> {
  return new Map((await readWorkbook(workbook)).map(({ sheet, data }) => [sheet, data]));
}

let gateway: ExportingGateway;
afterEach(() => gateway.stop());

async function open(records: Records, options: ExportingGatewayOptions = {}): Promise<void> {
  gateway = await ExportingGateway.open(
    { source, version: '1', secrets: [{ code: 'S' }], ...records },
    { items, versioned, secrets },
    { callers, ...options },
  );
}

function received(
  path: string,
  headers: Record<string, string> = asAnalyst,
): Promise<{ body: Buffer; whole: boolean }> {
  return new Promise((resolve, reject) => {
    httpRequest(`${gateway.url}/export${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('close', () => {
        resolve({ body: Buffer.concat(chunks), whole: response.complete });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('a file', () => {
  test('in CSV for Vietnamese spreadsheets has semicolons, decimal commas and days as they are written', async () => {
    await open({ items: connection(first) });
    const response = await gateway.get('/items.csv', asAnalyst);
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(
      [
        '\uFEFFMã;Tên;Loại;Số liệu – Người;Số liệu – Tỷ lệ;Ngày;Lúc;Mở;Nhãn;Kín',
        'A-1;"Tổ ""1""; Hàm Rồng";Tổ;1230;50%;5/9/2026;6/9/2026 01:30;có;x, y;kín',
        `A-2;"'=HYPERLINK(""http://evil"")";Đội;0;12,3%;;;không;;kín`,
        'A-3;<b>&;Đội;không công bố;100%;;;không;;kín',
        `'-4;'@x;Đội;chưa báo cáo;không rõ;;;không;'+1;kín`,
        '',
      ].join('\r\n'),
    );
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="items_2026-10_\d{8}-\d{4}_minh-hoa\.csv"$/,
    );
  });

  test('in CSV in English has commas and dates that sort; headers may be keys, columns may be chosen', async () => {
    await open({ items: connection(first) });
    const text = async (search: string) => (await gateway.get(`/items.csv?lang=en${search}`, asAnalyst)).text();
    expect((await text('')).split('\r\n').slice(0, 2)).toEqual([
      'Code,Name,Kind,Figures – People,Figures – Share,Held on,At,Open,Tags,Hidden',
      'A-1,"Group ""1"", Ham Rong",Group,1230,50%,2026-09-05,2026-09-06T01:30:00+07:00,yes,"x, y",kín',
    ]);
    expect(await text('&columns=share,code&header=keys')).toBe(
      "share,code\r\n50%,A-1\r\n12.3%,A-2\r\n100%,A-3\r\nunknown,'-4\r\n",
    );
  });

  test('in lines of JSON has values as the graph has them, and says why there are none', async () => {
    await open({ items: connection(first) });
    const text = await (await gateway.get('/items.jsonl?columns=code,people,share,heldOn,open,tags', asAnalyst)).text();
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { code: 'A-1', people: 1230, share: 0.5, heldOn: '2026-09-05', open: true, tags: 'x, y' },
      { code: 'A-2', people: 0, share: 0.123, heldOn: null, open: false, tags: null },
      { code: 'A-3', people: null, people_state: 'WITHHELD', share: 1, heldOn: null, open: false, tags: null },
      {
        code: '-4',
        people: null,
        people_state: 'NOT_REPORTED',
        share: null,
        share_state: 'UNKNOWN',
        heldOn: null,
        open: false,
        tags: '+1',
      },
    ]);
  });

  test('in GeoJSON has places with their figures, and what it says of itself', async () => {
    await open({ items: connection(first) });
    const response = await gateway.get('/items.geojson?columns=people', asAnalyst);
    expect(response.headers.get('content-type')).toBe('application/geo+json');
    const { type, features, about } = (await response.json()) as any;
    expect(type).toBe('FeatureCollection');
    expect(features.slice(0, 3)).toEqual([
      { type: 'Feature', id: 'A-1', geometry: square, properties: { people: 1230 } },
      { type: 'Feature', id: 'A-2', geometry: null, properties: { people: 0 } },
      { type: 'Feature', id: 'A-3', geometry: null, properties: { people: null, people_state: 'WITHHELD' } },
    ]);
    expect(about).toMatchObject({ table: 'items', demonstration: true, parameters: { period: '2026-10' } });
  });

  test('as a workbook has typed cells, merged headers, frozen panes, and a sheet about its source', async () => {
    await open({ items: connection(first) });
    const bytes = Buffer.from(await (await gateway.get('/items.xlsx', asAnalyst)).arrayBuffer());
    const sheets = await sheetsOf(bytes);
    expect([...sheets.keys()]).toEqual(['Số liệu', 'Nguồn']);
    const [header, ...rows] = sheets.get('Số liệu') ?? [];
    expect(header).toEqual([
      ...['Mã', 'Tên', 'Loại', 'Số liệu – Người', 'Số liệu – Tỷ lệ', 'Ngày', 'Lúc', 'Mở', 'Nhãn', 'Kín'],
    ]);
    expect(rows).toEqual([
      [
        'A-1',
        'Tổ "1"; Hàm Rồng',
        'Tổ',
        1230,
        0.5,
        new Date('2026-09-05'),
        new Date('2026-09-06T01:30:00Z'),
        'có',
        'x, y',
        'kín',
      ],
      ['A-2', '=HYPERLINK("http://evil")', 'Đội', 0, 0.123, null, null, 'không', null, 'kín'],
      ['A-3', '<b>&', 'Đội', 'không công bố', 1, null, null, 'không', null, 'kín'],
      ['-4', '@x', 'Đội', 'chưa báo cáo', 'không rõ', null, null, 'không', '+1', 'kín'],
    ]);
    const partOf = (name: string) => strFromU8(unzipSync(bytes)[`xl/${name}.xml`] ?? new Uint8Array());
    const sheet = partOf('worksheets/sheet1');
    expect(sheet).toContain('<pane xSplit="2" ySplit="1" topLeftCell="C2" activePane="bottomRight" state="frozen"/>');
    // It is printed across, as wide as a page, with its header on each.
    expect(sheet).toContain('<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>');
    expect(partOf('workbook')).toContain(`localSheetId="0">'Số liệu'!$A$1:$J$5</definedName>`);
    expect(partOf('workbook')).toContain(`localSheetId="0">'Số liệu'!$1:$1</definedName>`);
    expect(sheet).not.toContain('<f>');
    const about = sheets.get('Nguồn') ?? [];
    expect(about.map((row) => row.filter((cell) => cell !== null))).toEqual(
      expect.arrayContaining([
        ['Bảng', 'Hồ sơ'],
        ['SỐ LIỆU MINH HỌA: có số liệu giả định, không được trích dẫn.'],
        ['Kỳ', '2026-10'],
        ['Nguồn', 'Kế hoạch 265'],
        ['Tính đến', new Date('2026-11-05T09:00:00Z')],
        ['Số dòng', 4],
        ['Địa chỉ tải', `${gateway.url}/export/items.xlsx`],
        ['Tổ chức', 'Số'],
        ['womens-union', 4],
        ['Người', 'không công bố', 1, 'Đã báo cáo nhưng không công bố cho người hỏi; không phải là số 0.'],
        ['Người', 'chưa báo cáo', 1, 'Tổ chức chưa báo cáo, có thể vì chưa đến hạn; không phải là số 0.'],
      ]),
    );
  });

  test('says of itself in JSON what a workbook does, at the address that its header names', async () => {
    await open({ items: connection(first) });
    const link = (await gateway.get('/items.csv?lang=en&kind=TEAM', asAnalyst)).headers.get('link') ?? '';
    const [, path = ''] = /^<\/export(\/items\.json\?[^>]*)>; rel="describedby"/.exec(link) ?? [];
    expect(await (await gateway.get(path, asAnalyst)).json()).toMatchObject({
      table: 'items',
      title: 'Records',
      parameters: { kind: 'TEAM', period: '2026-10' },
      facts: [
        { title: 'Source', value: 'Plan 265' },
        { title: 'As of', value: '2026-11-05T02:00:00Z' },
      ],
      lists: [
        {
          title: 'Releases',
          rows: [
            [
              { title: 'Organisation', value: 'womens-union' },
              { title: 'Number', value: 4 },
            ],
          ],
        },
      ],
    });
  });

  test('tells an organisation that did not answer from what is unknown', async () => {
    const failing = {
      ...plain,
      code: 'F',
      name: 'f',
      kind: 'TEAM',
      people: () => {
        throw new Error('down');
      },
    };
    await open({ items: connection([failing]) });
    const row = async (headers: Record<string, string>) =>
      JSON.parse(await (await gateway.get('/items.jsonl?columns=code,people,share,hidden', headers)).text());
    expect(await row(asAnalyst)).toEqual({
      ...{ code: 'F', people: null, people_state: 'FAILED', share: null, share_state: 'UNKNOWN', hidden: 'kín' },
    });
  });

  test('that would show more to somebody known asks a reader who it is, but not where the columns are for all', async () => {
    await open({ items: connection(first) });
    const response = await gateway.get('/items.csv');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('Basic'),
    ]);
    expect(await response.json()).toMatchObject({ code: 'UNAUTHENTICATED', columns: ['hidden'] });
    expect((await gateway.get('/items.csv?columns=code,people')).status).toBe(200);
    const { body } = await received('/items.jsonl?columns=hidden', { authorization: 'Bearer nobody' });
    expect(body.toString().split('\n')[0]).toBe('{"hidden":null,"hidden_state":"NOT_SHARED"}');
  });

  test('has all pages, in their order', async () => {
    await open({ items: connection(many(250)) });
    const lines = (await (await gateway.get('/items.csv?columns=code', asAnalyst)).text()).trimEnd().split('\r\n');
    expect(lines.slice(1)).toEqual(many(250).map(({ code }) => code));
    expect(gateway.asked.filter((query) => query.includes('items'))).toHaveLength(3);
  });

  test('passes filters on, a list with commas or one by one', async () => {
    const seen: unknown[] = [];
    await open({
      items: (given: Record<string, unknown>) => {
        seen.push(given);
        return connection([])(given as never);
      },
    });
    await gateway.get('/items.csv?kind=GROUP&codes=A,B&period=2026-09', asAnalyst);
    await gateway.get('/items.csv?codes=A&codes=B', asAnalyst);
    expect(seen).toMatchObject([
      { kind: 'GROUP', codes: ['A', 'B'], period: '2026-09' },
      { codes: ['A', 'B'], period: '2026-10' },
    ]);
  });
});

describe('a file that ends before its end', () => {
  const failing = { items: connection(many(450), 300) };

  test('in CSV says so in its last line, and its transfer is cut', async () => {
    await open(failing);
    const { body, whole } = await received('/items.csv?columns=code');
    const lines = body.toString().trimEnd().split('\r\n');
    expect(lines).toHaveLength(302);
    expect(lines.at(-1)).toMatch(/^LỖI - KHÔNG ĐẦY ĐỦ: .*\[DOWNSTREAM_SERVICE_ERROR, [\w-]+\]$/);
    expect(lines.at(-1)).not.toContain('locked.at');
    expect(whole).toBe(false);
  });

  test('in lines of JSON has an error last, and in GeoJSON is no JSON', async () => {
    await open(failing);
    const { body, whole } = await received('/items.jsonl?columns=code');
    expect(JSON.parse(body.toString().trimEnd().split('\n').at(-1) ?? '')).toEqual({ error: expect.any(String) });
    expect(whole).toBe(false);
    const geo = await received('/items.geojson?columns=code');
    expect(geo.body.toString()).toContain('{"error":"');
    expect(() => JSON.parse(geo.body.toString()) as unknown).toThrow();
  });

  test('as a workbook opens with the fault, and has no sheet of the usual name', async () => {
    await open(failing);
    const { body, whole } = await received('/items.xlsx');
    expect(whole).toBe(false);
    const sheets = await sheetsOf(body);
    expect([...sheets.keys()]).toEqual(['LỖI', 'KHÔNG ĐẦY ĐỦ', 'Nguồn']);
    const rows = sheets.get('KHÔNG ĐẦY ĐỦ') ?? [];
    expect(rows).toHaveLength(302);
    expect(rows.at(-1)?.[0]).toMatch(/^LỖI: /);
  });

  test('is such a file, too, where its reader’s key is revoked meanwhile', async () => {
    const revocation = new AbortController();
    const all = connection(many(450));
    const revokedAt = (given: { first: number; after: string | null }) => {
      if (given.after === '200') revocation.abort();
      return all(given);
    };
    const keyed = { ...analyst, ended: revocation.signal };
    await open({ items: revokedAt }, { callers: { ...callers, 'Bearer key': keyed } });
    const { body, whole } = await received('/items.csv?columns=code', { authorization: 'Bearer key' });
    const lines = body.toString().trimEnd().split('\r\n');
    expect(lines).toHaveLength(302);
    expect(lines.at(-1)).toContain('TOKEN_EXPIRED');
    expect(whole).toBe(false);
  });

  test('where its figures change meanwhile, is such a file', async () => {
    let version = 0;
    await open({ items: connection(many(250)), version: () => String((version += 1)) });
    const { body, whole } = await received('/versioned.csv');
    expect(body.toString()).toContain('CHANGED_MEANWHILE');
    expect(whole).toBe(false);
  });

  test('where there are more rows than its reader may have, is refused before it begins or ends there', async () => {
    await open({ items: connection(many(250)) }, { exportRows: { anonymous: 10, analyst: 200 } });
    const refused = await gateway.get('/versioned.csv', asAnalyst);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: 'EXPORT_ROWS',
      allowed: 200,
      used: 250,
    });
    expect((await received('/items.csv')).whole).toBe(false);
  });
});

describe('a reader', () => {
  test('that has the file is told so, by what its figures rest on alone', async () => {
    let version = '1';
    await open({ items: connection(many(3)), version: () => version });
    const tag = (await gateway.get('/versioned.csv', asAnalyst)).headers.get('etag') ?? '';
    gateway.asked.length = 0;
    const again = await gateway.get('/versioned.csv', { ...asAnalyst, 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(gateway.asked).toEqual([expect.not.stringContaining('items')]);
    for (const other of ['/versioned.csv?lang=en', '/versioned.jsonl']) {
      expect((await gateway.get(other, { ...asAnalyst, 'if-none-match': tag })).status).toBe(200);
    }
    // A caller with other rights gets another file.
    expect((await gateway.get('/versioned.csv', { 'if-none-match': tag })).status).toBe(200);
    version = '2';
    expect((await gateway.get('/versioned.csv', { ...asAnalyst, 'if-none-match': tag })).status).toBe(200);
  });

  test('is told so by its rows where nothing else tells, for a file of one page', async () => {
    const nodes = [...first];
    await open({ items: (given: never) => connection(nodes)(given) });
    const tag = (await gateway.get('/items.xlsx', asAnalyst)).headers.get('etag') ?? '';
    expect((await gateway.get('/items.xlsx', { ...asAnalyst, 'if-none-match': tag })).status).toBe(304);
    nodes.pop();
    expect((await gateway.get('/items.xlsx', { ...asAnalyst, 'if-none-match': tag })).status).toBe(200);
  });

  test('that asks with HEAD is told the same, without the file', async () => {
    await open({ items: connection(first) });
    const [head, get] = [
      await gateway.get('/items.csv', asAnalyst, 'HEAD'),
      await gateway.get('/items.csv', asAnalyst),
    ];
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const name of ['content-type', 'etag', 'content-disposition']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    expect((await gateway.get('/secrets.csv', {}, 'HEAD')).headers.get('www-authenticate')).toContain('Basic realm=');
  });

  test('that stops reading is left, and costs nobody else', async () => {
    const long = many(3000).map((one) => ({ ...one, name: 'n'.repeat(20_000) }));
    await open({ items: connection(long) }, { stallMs: 300, exports: 1 });
    const response = await new Promise<IncomingMessage>((begun, failed) => {
      httpRequest(`${gateway.url}/export/items.csv`, { headers: asAnalyst }, begun).on('error', failed).end();
    });
    response.pause();
    response.on('error', () => undefined);
    const status = async () => (await gateway.get('/versioned.csv?', asAnalyst)).status;
    expect(await status()).toBe(429);
    await until(async () => (await status()) === 200, { what: 'its place to be free again' });
    // The socket is closed by the other side, whether somebody reads or not.
    const closed = new Promise((done) => response.once('close', done));
    response.resume();
    await closed;
    expect(response.complete).toBe(false);
  });

  test('has few files made at the same time', async () => {
    let go: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (go = resolve));
    let begun = 0;
    const items = async (given: never) => {
      begun += 1;
      await waits;
      return connection(first)(given);
    };
    await open({ items }, { exports: 2 });
    const both = ['', '?kind=TEAM'].map((search) => gateway.get(`/items.csv${search}`, asAnalyst));
    await until(() => begun === 2, { what: 'two files under way', seen: () => begun });
    const third = await gateway.get('/items.csv', asAnalyst);
    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toBe('1');
    expect(await third.json()).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'EXPORTS' });
    go();
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('what cannot be made', () => {
  test.each<[path: string, status: number, code: string, detail: RegExp]>([
    ['/nothing.csv', 404, 'NOT_FOUND', /^Expected a table, one of items, secrets, versioned; got "nothing"\.$/],
    ['/items', 404, 'NOT_FOUND', /^Expected a table and a format, such as league-table\.csv\.$/],
    ['/items.pdf', 404, 'NOT_FOUND', /^a format: expected one of csv, xlsx, jsonl, geojson; got "pdf"\.$/],
    ['/secrets.geojson', 404, 'NOT_FOUND', /^Expected secrets as one of csv, xlsx, jsonl; got geojson\.$/],
    [
      '/items.csv?colour=red',
      400,
      'BAD_USER_INPUT',
      /^colour: expected one of the parameters kind, codes, period, lang,/,
    ],
    ['/items.csv?kind=CLUB', 400, 'BAD_USER_INPUT', /^kind: expected one of GROUP, TEAM; got "CLUB"\.$/],
    ['/items.csv?kind=TEAM&kind=GROUP', 400, 'BAD_USER_INPUT', /^kind: expected one value, got 2\.$/],
    ['/items.csv?lang=fr', 400, 'BAD_USER_INPUT', /^lang: expected one of vi, en; got "fr"\.$/],
    ['/items.csv?header=none', 400, 'BAD_USER_INPUT', /^header: expected one of titles, keys; got "none"\.$/],
    [
      '/items.csv?columns=code,size',
      400,
      'BAD_USER_INPUT',
      /^columns: expected columns among code, name, .*; got "size"\.$/,
    ],
  ])('%s is refused with %d and words', async (path, status, code, detail) => {
    await open({ items: connection(first) });
    const response = await gateway.get(path, asAnalyst);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      status,
      code,
      detail: expect.stringMatching(detail),
      requestId: expect.any(String),
    });
    expect(gateway.asked).toEqual([]);
  });

  test('for want of a token is answered with how to send one, and with one that opens nothing, that it does not', async () => {
    await open({});
    const anyone = await gateway.get('/secrets.csv');
    expect(anyone.status).toBe(401);
    expect(anyone.headers.get('www-authenticate')).toMatch(/^Basic realm="hub", charset="UTF-8", Bearer realm="hub"/);
    expect(await anyone.json()).toMatchObject({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' });
    expect((await gateway.get('/secrets.csv', { authorization: 'Bearer nobody' })).status).toBe(403);
    expect(await (await gateway.get('/secrets.jsonl', asAnalyst)).text()).toBe('{"code":"S"}\n');
  });

  test('since its organisation does not answer is said so, and nothing of why', async () => {
    await open({ items: connection(first, 0) });
    const response = await gateway.get('/items.csv', asAnalyst);
    expect(response.status).toBe(502);
    const problem = await response.text();
    expect(problem).toContain('DOWNSTREAM_SERVICE_ERROR');
    expect(response.headers.get('etag')).toBeNull();
  });

  test('is not made for a page of another site', async () => {
    await open({ items: connection(first) });
    const ofSite = async (mode: string) =>
      (
        await received('/items.csv', { ...asAnalyst, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode })
      ).body.toString();
    expect(await ofSite('no-cors')).toContain('BAD_REQUEST');
    expect(await ofSite('navigate')).toContain('A-1');
  });
});

describe('a table', () => {
  test('is listed with its formats, parameters and columns', async () => {
    await open({});
    const { tables, unusable } = (await (await gateway.get('')).json()) as any;
    expect(unusable).toEqual([]);
    expect(tables.map(({ name }: any) => name)).toEqual(['items', 'secrets', 'versioned']);
    expect(tables[0]).toMatchObject({
      title: { vi: 'Hồ sơ', en: 'Records' },
      formats: ['csv', 'xlsx', 'jsonl', 'geojson'],
      parameters: [
        { name: 'kind', required: false, several: false, values: ['GROUP', 'TEAM'], title: { vi: 'Loại' } },
        { name: 'codes', several: true },
        { name: 'period', default: '2026-10' },
      ],
    });
  });

  test('whose files cannot be used is left out, says so, and comes back; no other is touched', async () => {
    await open({ items: connection(first) });
    await gateway.rewrite('secrets', { ...secrets, graphql: 'query Secrets { secrets { size } }' });
    const broken = await gateway.get('/secrets.csv', asAnalyst);
    expect(broken.status).toBe(503);
    expect(await broken.json()).toMatchObject({ code: 'TABLE_UNUSABLE' });
    expect((await gateway.get('/items.csv', asAnalyst)).status).toBe(200);
    expect(((await (await gateway.get('')).json()) as any).unusable).toEqual(['secrets']);
    await gateway.rewrite('secrets', secrets);
    expect((await gateway.get('/secrets.csv', asAnalyst)).status).toBe(200);
  });

  test('is added by two files', async () => {
    await open({});
    await gateway.rewrite('other', { ...secrets, graphql: 'query Other { secrets { code } }' });
    expect(await (await gateway.get('/other.jsonl', asAnalyst)).text()).toBe('{"code":"S"}\n');
  });
});

describe('the request for a file', () => {
  test('with a host that is none is refused, and leaves its place', async () => {
    await open({ items: connection(first) }, { exports: 1 });
    for (let count = 0; count < 4; count += 1) {
      const status = await new Promise((told, failed) => {
        const { hostname, port } = new URL(gateway.url);
        const headers = { ...asAnalyst, host: 'a b' };
        // Its connection stays open.
        httpRequest({ hostname, port, path: '/export/items.csv', headers }, ({ statusCode }) => {
          told(statusCode);
        })
          .on('error', failed)
          .end();
      });
      expect(status).toBe(400);
    }
    expect((await gateway.get('/items.csv', asAnalyst)).status).toBe(200);
  });

  test('counts each operation that is asked for it but its first, also those that are asked at once', async () => {
    const limits = { rate: { anonymous: { perSecond: 0.001, burst: 100 } } };
    await open({ items: connection(first) }, { limits });
    const left = async () => (await gateway.get('', asAnalyst)).headers.get('ratelimit');
    expect(await left()).toMatch(/r=99;/);
    // What it says of itself and its only page; and the list above.
    await (await gateway.get('/items.csv', asAnalyst)).text();
    expect(await left()).toMatch(/r=96;/);
  });

  test('takes turns on the event loop by its cells: a wide one more than a narrow one', async () => {
    const processor = new ProcessorTime({ share: 1 });
    const asked: number[] = [];
    const run = processor.run.bind(processor);
    processor.run = (callerId, bytes, work) => {
      asked.push(bytes);
      return run(callerId, bytes, work);
    };
    await open({ items: connection(many(250)) }, { processor });
    const taken = async (path: string) => {
      asked.length = 0;
      await (await gateway.get(path, asAnalyst)).text();
      return asked.reduce((sum, bytes) => sum + bytes, 0);
    };
    const wide = await taken('/items.csv');
    expect(asked).toHaveLength(3);
    expect(await taken('/items.csv?columns=code')).toBe(wide / 10);
  });
});
