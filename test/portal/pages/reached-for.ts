import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { day, share, whole } from '../support/as-written.js';
import { downloadedRows } from '../support/downloaded.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** What an analyst reaches for: words and metadata, all goals in one table, many places in one chart. */
export function testReachedFor(portal: TestedPortal): void {
  const shown = (texts: readonly string[]) => texts.map((text) => text.trim());

  test('the glossary says what a word means, found without marks, and is there from each page', async () => {
    await portal.open('/');
    await portal.page.locator('footer').getByRole('link', { name: 'Thuật ngữ' }).click();
    await portal.page.getByRole('heading', { level: 1, name: 'Thuật ngữ' }).waitFor();
    const all = await portal.page.locator('.glossary dt').count();
    expect(all).toBeGreaterThan(20);
    await portal.page.getByRole('searchbox').fill('mau so');
    await portal.page.locator('.glossary dt').nth(1).waitFor({ state: 'detached' });
    expect(await portal.page.locator('.glossary dt').textContent()).toContain('mẫu số');
  });

  test('a goal has a page of its metadata, as the graph has it, with the catalogue and its files', async () => {
    const { goal } = await portal.ask(`{ goal(code: "ADULTS_CONFIRMED") { title source asOf
      metadata { definition source method error revisionPolicy } expects { name } versions { validFrom }
      progress { denominator { value source } } } }`);
    await portal.open('/goals/ADULTS_CONFIRMED');
    await portal.page.getByRole('link', { name: 'Trang siêu dữ liệu' }).click();
    await portal.page.locator('#laid-down').waitFor();
    expect(new URL(portal.page.url()).pathname).toBe('/metadata/ADULTS_CONFIRMED');
    const said = (await portal.page.locator('main').textContent()) ?? '';
    for (const text of Object.values<string>(goal.metadata)) expect(said).toContain(text);
    for (const text of [goal.title, goal.source, day(goal.asOf), ...goal.expects.map(({ name }: any) => name)]) {
      expect(said).toContain(text);
    }
    expect(said).toContain(whole(goal.progress.denominator.value));
    expect(said).toContain(goal.progress.denominator.source);
    expect(await portal.page.locator('#metadata a[href="/catalogue.jsonld"]').count()).toBe(1);
    const catalogue = (await (await fetch(`${portal.url}/catalogue.jsonld`)).json()) as any;
    const set = catalogue['dcat:dataset'].find((one: any) => one['dcterms:identifier'] === 'ADULTS_CONFIRMED');
    expect(set['foaf:page']['@id']).toMatch(/\/metadata\/ADULTS_CONFIRMED$/);
  });

  test('a goal’s page of metadata has its quality report of a month, as the graph has it', async () => {
    await portal.enter('analyst');
    const { goal } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { quality(month: "2026-09") {
        indicators { concept sims value } communeIndicators { concept sims value } } } }`,
      'analyst',
    );
    const all: any[] = [...goal.quality.indicators, ...goal.quality.communeIndicators];
    const valueOf = (concept: string) => all.find((one) => one.concept === concept).value;
    await portal.open('/metadata/ADULTS_BASIC?period=2026-09');
    const rows = portal.page.locator('#quality tbody tr');
    await rows.first().waitFor();
    const said = (await rows.allTextContents()).map((row) => row.replaceAll(/\s+/g, ' '));
    const rowOf = (name: string) => said.find((row) => row.startsWith(name));
    expect(said.map((row) => /S\.[\d.]+$/.exec(row)?.[0]).sort()).toEqual(all.map(({ sims }) => sims).sort());
    expect(rowOf('Hệ số biến thiên của các xã, trung vị')).toContain(share(valueOf('MEDIAN_VARIATION')));
    expect(rowOf('Dòng bị loại')).toContain(whole(valueOf('REFUSED_ROWS')));
    // The month was published on 14 October, a day before its due day, and again on the 21st.
    expect(rowOf('Công bố so với hạn')).toContain('sớm 1 ngày');
    expect(rowOf('Từ cuối tháng đến bản công bố đầu tiên')).toContain('14 ngày');
    expect(rowOf('Từ cuối tháng đến bản công bố mới nhất')).toContain('21 ngày');
    await portal.leave();
    await portal.open('/metadata/ADULTS_BASIC?period=2026-09');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(goal.quality.indicators.length);
  });

  describeTable(portal, shown);

  test('a goal whose organisation counts by commune has its communes added up by area, and each in the table', async () => {
    await portal.enter('analyst');
    const { goal } = await portal.ask(
      `{ goal(code: "ADULTS_CONFIRMED") { breakdown(by: AREA, period: "2026-10") { groups { noEstimate } }
        progressByCommune(first: 500, period: "2026-10") { nodes { people { lower } }
          subtotals { area people ratio withFigure communes } } } }`,
      'analyst',
    );
    expect(new Set(goal.breakdown.groups.map(({ noEstimate }: any) => noEstimate))).toEqual(new Set(['COUNTS_ONLY']));
    expect(goal.progressByCommune.nodes.filter(({ people }: any) => people !== null).length).toBeGreaterThan(100);
    await portal.open('/goals/ADULTS_CONFIRMED?period=2026-10&by=AREA');
    const rows = portal.page.locator('[data-sums=AREA] tbody tr');
    const expected = goal.progressByCommune.subtotals.filter(({ area }: any) => area !== null);
    expect(expected.length).toBeGreaterThan(1);
    expect(await rows.count()).toBe(expected.length);
    for (const [index, { people, ratio, withFigure, communes }] of expected.entries()) {
      expect(shown(await rows.nth(index).locator('td').allTextContents())).toEqual([
        `ít nhất ${whole(people)}`,
        share(ratio),
        `${withFigure} / ${communes}`,
      ]);
    }
  });

  test('more than five places are compared, with the province and the means of type and area', async () => {
    const codes = ['14812', '16609', '14758', '14797', '16438', '16624', '15007'];
    await portal.open(`/goals/ADULTS_BASIC?period=2026-10&places=${codes.join(',')}`);
    await portal.page.getByRole('button', { name: /^Thêm toàn tỉnh, trung bình/ }).click();
    await portal.page.waitForURL(/places=.*38/);
    await portal.page.locator('.places').getByText('Toàn tỉnh').waitFor();
    const places = new URL(portal.page.url()).searchParams.get('places')?.split(',') ?? [];
    expect(places.length).toBeGreaterThan(codes.length + 2);
    expect(places).toEqual(expect.arrayContaining(['38', 'type:WARD', 'area:URBAN']));
    const chart = portal.page.locator('.compare .chart');
    await chart
      .locator('path.line')
      .nth(places.length - 1)
      .waitFor({ state: 'attached' });
    expect(await chart.locator('path.line').count()).toBe(places.length);
    expect(await chart.locator('path.line-many:not(.forecast)').count()).toBeGreaterThanOrEqual(codes.length);
    await portal.page.locator('.places li', { hasText: 'Phường Bỉm Sơn' }).hover();
    await chart.locator('path.line-picked').waitFor({ state: 'attached' });
    expect(await chart.locator('text.line-picked').textContent()).toContain('Phường Bỉm Sơn');
    const { goal } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { progress(commune: "14812", period: "2026-10") { ratio } } }',
      'analyst',
    );
    await portal.page.locator('.compare summary').click();
    const last = portal.page.locator('.compare tbody tr').last().locator('td').first();
    expect(await last.textContent()).toBe(share(goal.progress.ratio));
  });

  test('all communes that are found are added at once', async () => {
    await portal.open('/goals/ADULTS_BASIC?period=2026-10&places=38');
    await portal.page.locator('input[name=place]').fill('quang xuong');
    const all = portal.page.locator('.matches').getByRole('button', { name: /^Thêm tất cả \(\d+\)$/ });
    const [, count = ''] = /\((\d+)\)/.exec((await all.textContent()) ?? '') ?? [];
    expect(Number(count)).toBeGreaterThan(5);
    await all.click();
    await portal.page.locator('.compare .chart path.line').nth(Number(count)).waitFor({ state: 'attached' });
    expect(new URL(portal.page.url()).searchParams.get('places')?.split(',')).toHaveLength(Number(count) + 1);
  });
}

/** The table of goals, communes and months: as a page, as small charts and as a file. */
function describeTable(portal: TestedPortal, shown: (texts: readonly string[]) => readonly string[]): void {
  const asked = async (places: string, person?: 'analyst') =>
    (
      await portal.ask(
        `{ goal(code: "ADULTS_BASIC") { series(${places}from: "2025-11", to: "2026-10") { points { progress { ratio } } } } }`,
        person,
      )
    ).goal.series[0].points.map(({ progress }: any) => share(progress.ratio));

  test('the table of months shows the province to everyone', async () => {
    await portal.leave();
    await portal.open('/table?goal=ADULTS_BASIC&to=2026-10');
    const rows = portal.page.locator('.months-table tbody tr');
    expect(await rows.count()).toBe(1);
    expect(shown(await rows.locator('td').allTextContents())).toEqual(await asked(''));
  });

  test('and to who has signed in all goals in each commune, as a table and as small charts on one scale', async () => {
    await portal.enter('analyst');
    const goals: readonly { code: string }[] = (await portal.ask('{ goals { code } }')).goals;
    await portal.open('/table?goal=all&to=2026-10&name=14812');
    const rows = portal.page.locator('.months-table tbody tr');
    // The province and the commune, of each goal.
    expect(await rows.count()).toBe(2 * goals.length);
    const place = goals.length + goals.findIndex(({ code }) => code === 'ADULTS_BASIC');
    expect(shown(await rows.nth(place).locator('td.number').allTextContents())).toEqual(
      await asked('places: ["14812"], ', 'analyst'),
    );
    await portal.open('/table?goal=ADULTS_BASIC&to=2026-10&area=MOUNTAIN&view=small');
    const charts = portal.page.locator('.small-multiples li');
    const { communes } = await portal.ask('{ communes(first: 500) { nodes { area } } }');
    const inMountains: number = communes.nodes.filter(({ area }: any) => area === 'MOUNTAIN').length;
    expect(await charts.count()).toBe(Math.min(inMountains + 1, 60));
    expect(await charts.locator('svg[role=img]').count()).toBeGreaterThan(30);
  });

  test('the file has the goals and communes that the page shows, of one area too', async () => {
    await portal.enter('analyst');
    await portal.open('/table?goal=all&to=2026-10&span=6&area=URBAN&type=WARD&name=thanh');
    const more = portal.page.getByRole('button', { name: /^Hiện thêm|^Xem thêm/ });
    while ((await more.count()) > 0) await more.click();
    const rows = portal.page.locator('.months-table tbody tr');
    const shownRows = await rows.evaluateAll((all) =>
      all.map((one) => [one.querySelector('th')?.textContent, one.querySelector('.goal-of')?.textContent].join(': ')),
    );
    const ofCommunes = shownRows.filter((one) => !one.startsWith('Toàn tỉnh'));
    const inFile = await downloadedRows(portal.page.locator('.count'));
    const of = new Set(inFile.map((row) => `${row['Xã, phường']}: ${row['Mục tiêu']}`));
    expect(of.size).toBeGreaterThan(10);
    expect([...of].toSorted()).toEqual(ofCommunes.toSorted());
    expect(new Set(inFile.map((row) => row['Khu vực']))).toEqual(new Set(['Đô thị']));
  });

  test('one file has a row for each goal, commune and month below one row of headers', async () => {
    await portal.open('/table?to=2026-10&span=6&name=quang%20xuong');
    const [download] = await Promise.all([
      portal.page.waitForEvent('download'),
      portal.page.locator('.count').getByRole('button', { name: 'CSV' }).click(),
    ]);
    const lines: string[][] = parse(await readFile(await download.path(), 'utf8'), { delimiter: ';', bom: true });
    const [header = [], ...records] = lines;
    expect(new Set(header).size).toBe(header.length);
    expect(header.slice(0, 4)).toEqual(['Mã mục tiêu', 'Mã xã, phường', 'Xã, phường', 'Kỳ']);
    const { goals } = await portal.ask('{ goals { code startsOn } }');
    const { communes } = await portal.ask('{ communes(first: 500, search: "quang xuong") { nodes { code } } }');
    expect(new Set(records.map(([goal]) => goal))).toEqual(new Set(goals.map(({ code }: any) => code)));
    expect(new Set(records.map(([, commune]) => commune))).toEqual(
      new Set(communes.nodes.map(({ code }: any) => code)),
    );
    const keys = records.map((record) =>
      record
        .slice(0, 2)
        .concat(record[3] ?? '')
        .join(' '),
    );
    expect(new Set(keys).size).toBe(records.length);
    const { communes: one } = await portal.ask(
      `{ communes(first: 1, search: "quang xuong") { nodes { code goalSeries(from: "2026-05", to: "2026-10") { period progress { goalCode ratio } } } } }`,
      'analyst',
    );
    const [{ code, goalSeries }] = one.nodes;
    const ofOne = records.filter(([, commune]) => commune === code);
    expect(ofOne).toHaveLength(goalSeries.length);
    const column = header.indexOf('Tỷ lệ');
    for (const [index, { progress, period }] of goalSeries.entries()) {
      expect([ofOne[index]?.[0], ofOne[index]?.[3]]).toEqual([progress.goalCode, period]);
      const said = ofOne[index]?.[column] ?? '';
      if (progress.ratio === null) expect(said).toMatch(/^(chưa|không)/);
      else expect(Number(said.replace('%', '').replace(',', '.')) / 100).toBeCloseTo(progress.ratio, 3);
    }
  });
}
