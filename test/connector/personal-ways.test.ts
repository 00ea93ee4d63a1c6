import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, newDatabase, openTestDatabase } from '../support/database.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { until } from '../support/until.js';
import { type FolderConnector, folderConnector } from './support/folder-connector.js';

/** Made up: numbers whose province, century and year are valid, and names. */
const numbers = ['038068001000', '038168001001', '038302001002'];
const names = ['Hoàng Đức Ngọc', 'Lê Thị Hoa', 'Trần Văn An'];
const plain = (text: string) =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('Đ', 'D').replaceAll('đ', 'd');

/** The headers of columns that a careless office maps to a public text, with their values. */
const variants: readonly (readonly [header: string, values: readonly string[]])[] = [
  ['Số CCCD', numbers],
  ['so cccd', numbers.map((one) => one.replaceAll(/(\d{3})(?=\d)/g, '$1.'))],
  ['CMND/CCCD', numbers.map((one) => one.replaceAll(/(\d{3})(?=\d)/g, '$1 '))],
  ['Ghi chú', numbers.map((one) => `CCCD: ${one}`)],
  ['Citizen ID', numbers],
  ['Họ và tên', names],
  ['HO VA TEN', names.map(plain)],
  ['H.Tên', names.map((one) => one.toUpperCase())],
  ['Full name', names.map(plain)],
  ['Người phụ trách', names.map((one) => `Bà ${one}`)],
];

const table = (index: number) => `nha_${index}`;
const mapping = JSON.stringify({
  columns: { 'Mã nhà': 'code', ...Object.fromEntries(variants.map(([header]) => [header, 'keeper'])) },
});

describe('people in a column that is declared as a public text', () => {
  let connector: FolderConnector;
  let subgraph: RunningSubgraph;
  let own: Awaited<ReturnType<typeof openTestDatabase>>;

  beforeAll(async () => {
    const url = await createDatabase();
    own = await openTestDatabase(url, { entities: [], migrations: [] });
    for (const [index, [header, values]] of variants.entries())
      await own.em.execute(
        `create table ${table(index)} as select * from (values ${values.map((one, row) => `('V${row}', '${one}')`).join()})
           as given ("Mã nhà", "${header}")`,
      );
    const views = variants.map(
      (_, index) => `        - { kind: houses, view: ${table(index)}, key: ['Mã nhà'], mapping: ${mapping} }`,
    );
    connector = await folderConnector({
      'organisation.yaml': `format: 1
code: farmers-union
shortName: the Farmers' Union
keepsPeople: false
`,
      'records/house.yaml': `name: LearningHouse
file: houses
description: A house where people learn.
called: { one: house, many: the houses }
columns:
  code: { kind: code, description: Its code. }
  keeper: { kind: text, description: Its keeper., optional: true }
lists:
  - { on: Query, field: learningHouses, description: All of them. }
`,
      'secrets/url': `${url}\n`,
      'secrets/token': 'the-token-of-the-program\n',
      'inbox/.keep': '',
      'connector.yaml': `format: 1
figures:
  sources:
    - from: database
      name: directory
      engine: postgresql
      urlFile: secrets/url
      every: 1h
      views:
${views.join('\n')}
    - from: folder
      name: inbox
      path: inbox
      every: 1s
      steady: 1s
      files: [{ kind: houses, names: 'nha*', mapping: ${mapping} }]
    - from: post
      name: own-program
      tokenFile: secrets/token
      rows: [{ kind: houses, mapping: ${mapping} }]
`,
    });
    subgraph = await startSubgraph(connector.definition, newDatabase());
  }, 300_000);
  afterAll(async () => {
    await subgraph.stop();
    await own.close();
    connector.remove();
  });

  const houses = () => subgraph.query('{ learningHouses { totalCount } }');
  const none = { data: { learningHouses: { totalCount: 0 } } };
  const said = () => JSON.stringify(connector.logged);
  const people = /0?38[. ]?[013]68|Hoa\b|HOA\b|Ngọc|NGỌC|Ngoc/;
  const post = (rows: readonly object[]) =>
    fetch(`${connector.page}/rows/houses`, {
      method: 'POST',
      headers: { authorization: 'Bearer the-token-of-the-program', 'content-type': 'application/json' },
      body: JSON.stringify(rows),
    });

  test.each(variants)('are not taken from posted rows under %s, and not repeated', async (header, values) => {
    const answer = await post(values.map((value, row) => ({ 'Mã nhà': `P${row}`, [header]: value })));
    const text = await answer.text();
    expect(text).toMatch(/citizen's number|names of people/);
    expect(text).not.toMatch(people);
    expect(await houses()).toMatchObject(none);
  });

  test.each(variants)('are not taken from a file under %s, and not repeated', async (header, values) => {
    const name = `nha ${variants.findIndex(([one]) => one === header)}.csv`;
    const rows = values.map((value, row) => `F${row},${value}`);
    writeFileSync(join(connector.folder, 'inbox', name), [`Mã nhà,${header}`, ...rows, ''].join('\n'));
    await until(() => Promise.resolve(said().includes(name)), {
      what: `${name} to be read`,
      within: 60_000,
      seen: said,
    });
    expect(said()).not.toMatch(people);
    expect(await houses()).toMatchObject(none);
  });

  test.each(variants.map(([header], index) => [header, index] as const))(
    'are not taken from a view under %s, and not repeated',
    async (_, index) => {
      const part = `"directory: ${table(index)}"`;
      await until(() => Promise.resolve(said().includes(part)), { what: part, within: 60_000, seen: said });
      expect((await connector.shown()) + said()).not.toMatch(people);
      expect(await houses()).toMatchObject(none);
    },
  );

  test('rows of no person are taken', async () => {
    const answer = await post([{ 'Mã nhà': 'N1', 'Ghi chú': 'Nhà văn hóa thôn Đông' }]);
    expect(await answer.json()).toMatchObject({ written: 1 });
  });
});
