import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { day, interval, share, whole } from '../support/as-written.js';
import { changeIn, comparedFields } from '../support/compared.js';
import { readsPdf, sheetsOf } from '../support/pdf.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** The newest publication, as the graph has it. */
interface Newest {
  readonly id: string;
  readonly period: string;
  readonly revision: number;
  readonly digest: string;
}

/** What was published, and each as a report. */
export function testPublications(portal: TestedPortal): void {
  let newest: Newest;
  const frozen = async (fields: string, person?: 'analyst') =>
    (
      await portal.ask(
        `{ goals { code title progress(period: "${newest.period}", publication: "${newest.id}") { ${fields} } } }`,
        person,
      )
    ).goals;

  beforeAll(async () => {
    const { publications } = await portal.ask('{ publications { id period revision digest } }');
    newest = publications[0];
    expect(newest).toBeDefined();
  });

  test('are listed for everyone, with who holds their digests and what they correct', async () => {
    const { publications, organisations } = await portal.ask(
      '{ publications { id revision period heldBy } organisations { code name } }',
    );
    await portal.open('/publications');
    const listed = portal.page.getByRole('region', { name: 'Các bản công bố' });
    const rows = await listed.locator('tbody tr').allTextContents();
    expect(rows.length).toBe(publications.length);
    publications.forEach(({ heldBy, period, revision }: any, index: number) => {
      for (const code of heldBy)
        expect(rows[index]).toContain(organisations.find((one: any) => one.code === code).name);
      if (revision > 1) expect(rows[index]).toContain(`${period}_${revision - 1}`);
    });
    expect(await listed.locator('tbody th a').first().getAttribute('href')).toBe(`/publications/${newest.id}`);
  });

  test('stand beside the calendar of what comes next, by due day', async () => {
    const { releaseCalendar } = await portal.ask(
      '{ releaseCalendar { kind dueOn goal { title } organisation { name } } }',
    );
    await portal.open('/publications');
    const rows = await portal.page.locator('#release-calendar tbody tr').allTextContents();
    expect(rows).toHaveLength(releaseCalendar.length);
    releaseCalendar.forEach(({ dueOn, goal, organisation }: any, index: number) => {
      expect(rows[index]).toContain(goal.title);
      expect(rows[index]).toContain(organisation?.name ?? 'Bản công bố của Ban Chỉ đạo');
      expect(rows[index]).toContain(dueOn === null ? 'chưa quy định hạn' : day(dueOn));
    });
  });

  test('say that there is none of another name', async () => {
    await portal.open('/publications/1999-01_1');
    expect(await portal.page.locator('h1').textContent()).toBe('Không có bản công bố này.');
  });

  test('have the province’s frozen figures, for everyone, and ask kindly to sign in for the communes’', async () => {
    await portal.leave();
    await portal.open(`/publications/${newest.id}`);
    const goals = await frozen(
      'ratio target gapPeople people { estimate lower upper interval { lower upper } } forecast { people }',
    );
    expect(goals.length).toBeGreaterThan(2);
    for (const { code, title, progress } of goals) {
      const row = portal.page.locator('section[aria-labelledby=summary] tbody tr', { hasText: title });
      const figures = await row.locator('.figure').allTextContents();
      const people = progress.people.estimate ?? progress.people.lower;
      const forecast = progress.forecast.people === null ? [] : [whole(progress.forecast.people)];
      const { ratio, target, gapPeople } = progress;
      const expected = [share(ratio), whole(people), interval(progress.people), share(target), whole(gapPeople)];
      expect(figures).toEqual([...expected, ...forecast]);
      expect(await portal.page.locator(`#goal-${code} .large .figure`).textContent()).toBe(share(progress.ratio));
    }
    const text = (await portal.page.locator('.report').textContent()) ?? '';
    expect(text).toContain(newest.digest);
    expect(text).toContain('người đã đăng nhập');
  });

  test('say who had not reported when they were published', async () => {
    const goals = await frozen('contributions { state organisation { name } }');
    const table = portal.page.locator('.completeness');
    const missing = goals.flatMap(({ progress }: any) =>
      progress.contributions.filter(({ state }: any) => state === 'NOT_YET' || state === 'NOT_LINKED'),
    );
    expect(missing.length).toBeGreaterThan(0);
    for (const { organisation } of missing) {
      expect(await table.locator('li', { hasText: organisation.name }).count()).toBeGreaterThan(0);
    }
    expect(await table.locator('.report-state.not-yet, .report-state.not-linked').count()).toBe(missing.length);
  });

  describe('for an analyst', () => {
    beforeAll(async () => {
      await portal.enter('analyst');
      await portal.open(`/publications/${newest.id}`);
      await portal.page.locator('.checked').waitFor();
    });

    test('have every commune as published, on a map too, and agree with the signed document', async () => {
      const goals = (
        await portal.ask(
          `{ goals { code progressByCommune(first: 500, period: "${newest.period}", publication: "${newest.id}",
            orderBy: { field: RATIO, direction: DESC }) { nodes { ratio commune { name } } } } }`,
          'analyst',
        )
      ).goals;
      for (const { code, progressByCommune } of goals) {
        const goal = portal.page.locator(`#goal-${code}`);
        const { nodes } = progressByCommune;
        expect(nodes.length).toBe(166);
        expect(await goal.locator('tbody th').allTextContents()).toEqual(nodes.map((node: any) => node.commune.name));
        const shares = await goal.locator('tbody tr td:nth-child(4)').allTextContents();
        const known = nodes.flatMap((node: any, index: number) =>
          node.ratio === null ? [] : [[shares[index], share(node.ratio)]],
        );
        for (const [shown, expected] of known) expect(shown).toBe(expected);
        expect(await goal.locator('.map-drawn svg[role=img] path').count()).toBeGreaterThanOrEqual(166);
      }
      expect(await portal.page.locator('.checked').textContent()).toContain(`${goals.length * 10} số liệu`);
      expect(await portal.page.locator('.checked').getAttribute('class')).toContain('good');
    });

    test('are told apart from what was published before, in words and numbers', async () => {
      const { publications } = await portal.ask('{ publications { id period publishedAt } }');
      const former = publications.find(({ period }: any) => period < newest.period);
      expect(former).toBeDefined();
      const now = await frozen(comparedFields);
      const { goals: then } = await portal.ask(
        `{ goals { code progress(period: "${former.period}", publication: "${former.id}") { ${comparedFields} } } }`,
      );
      const section = portal.page.locator(`[data-against="${former.id}"]`);
      for (const { code, progress } of now) {
        const said = await section.locator(`[data-compared=${code}]`).textContent();
        const before = then.find((one: any) => one.code === code).progress;
        for (const part of changeIn(progress, before)) expect(said).toContain(part);
      }
    });

    test('name each figure that a correction has otherwise than the revision before', async () => {
      const { publications } = await portal.ask('{ publications { id revision period document } }', 'analyst');
      const correction = publications.findLast(({ revision }: any) => revision > 1);
      expect(correction).toBeDefined();
      const former = publications.find(({ id }: any) => id === `${correction.period}_${correction.revision - 1}`);
      const figuresIn = ({ document }: any): any[][] => JSON.parse(document).figures;
      const { members } = JSON.parse(correction.document);
      const valuesOf = (figure: any[]): Record<string, any> =>
        Object.fromEntries(members.map((name: string, index: number) => [name, figure[index]]));
      const keyOf = (figure: any[]) => JSON.stringify(figure.slice(0, 3));
      const before = new Map(figuresIn(former).map((figure) => [keyOf(figure), figure]));
      const changes = figuresIn(correction).filter(
        (figure) => JSON.stringify(figure) !== JSON.stringify(before.get(keyOf(figure))),
      );
      expect(changes.length).toBeGreaterThan(0);
      await portal.open(`/publications/${correction.id}`);
      const table = portal.page.getByRole('region', { name: 'Số liệu khác với lần công bố trước' });
      await table.waitFor();
      const rows = await table.locator('tbody tr').all();
      const shown = await Promise.all(rows.map((row) => row.locator('td.number').allTextContents()));
      expect(shown).toEqual(
        changes.map((one) => {
          const [was, now] = [valuesOf(before.get(keyOf(one)) ?? []), valuesOf(one)];
          const bounds = ({ lower, upper }: any) => `từ ${whole(lower)} đến ${whole(upper)}`;
          return [bounds(was), bounds(now), whole(was['denominator']), whole(now['denominator'])];
        }),
      );
      await portal.open(`/publications/${newest.id}`);
      await portal.page.locator('.checked').waitFor();
    });

    test('give their communes as a file, as published', async () => {
      const [download] = await Promise.all([
        portal.page.waitForEvent('download'),
        portal.page.locator('#goal-PUPILS').getByRole('button', { name: 'CSV' }).click(),
      ]);
      expect(download.url()).toContain('blob:');
      const records = parse(await readFile(await download.path(), 'utf8'), {
        delimiter: ';',
        bom: true,
        relax_column_count: true,
      });
      const names = await portal.page.locator('#goal-PUPILS tbody th').allTextContents();
      const inFile = records.map((record) => record[2] ?? '').filter((name) => names.includes(name));
      expect(inFile.toSorted()).toEqual(names.toSorted());
    });

    (readsPdf ? test : test.skip)(
      'print on A4: every sheet numbered and named, every commune of every goal',
      async () => {
        const folder = await mkdtemp(join(tmpdir(), 'report-'));
        const file = join(folder, 'report.pdf');
        await portal.page.pdf({ path: file, preferCSSPageSize: true });
        const sheets = sheetsOf(file);
        rmSync(folder, { recursive: true });
        expect(sheets.length).toBeGreaterThan(15);
        const title = await portal.page.title();
        sheets.forEach((sheet, index) => {
          expect(sheet).toContain(`${index + 1} / ${sheets.length}`);
          expect(sheet).toContain(title);
        });
        expect(sheets[0]).toContain(newest.digest);
        expect(sheets[0]).toContain('Dữ liệu minh họa');
        const goals = await frozen('ratio gapPeople');
        for (const { progress } of goals) {
          expect(sheets[0]).toContain(share(progress.ratio));
          expect(sheets[0]).toContain(whole(progress.gapPeople));
        }
        const text = sheets.join('\n');
        const names: string[] = await portal.page.locator('#goal-PUPILS tbody th').allTextContents();
        for (const name of names) expect(text.split(name).length - 1).toBeGreaterThanOrEqual(goals.length);
        expect(text).not.toContain('In báo cáo');
        // The columns are named again on each sheet of a table of communes.
        expect(text.split(/Hạng +Xã, phường/).length - 1).toBeGreaterThanOrEqual(goals.length * 3);
      },
    );
  });
}
