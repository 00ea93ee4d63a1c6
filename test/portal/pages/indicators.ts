import { expect, test } from '@jest/globals';
import { between, share, whole } from '../support/as-written.js';
import { downloadedRows } from '../support/downloaded.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** Tests the movement's indicators: measurements that are no goals. */
export function testIndicators(portal: TestedPortal): void {
  const rows = () => portal.page.locator('main tbody tr');
  const fields = 'code title organisation { code } measure readings { numerator denominator share place source }';

  test('are those of the graph, with their values, and those of the file that is offered', async () => {
    await portal.leave();
    await portal.open('/indicators');
    const { indicators } = await portal.ask(`{ indicators { ${fields} } }`);
    const readings = indicators.flatMap((one: any) => one.readings.map((reading: any) => ({ ...one, ...reading })));
    expect(await rows().count()).toBe(readings.length);
    const inFile = await downloadedRows(portal.page.locator('main'));
    expect(inFile.length).toBe(readings.length);
    for (const [index, { code, title, numerator, denominator, share: part, place }] of readings.entries()) {
      const said = (await rows().nth(index).textContent()) ?? '';
      expect(said).toContain(title);
      expect(said).toContain(place);
      if (numerator !== null) expect(said).toContain(whole(numerator));
      if (denominator !== null) expect(said).toContain(whole(denominator));
      if (part !== null) expect(said).toContain(share(part));
      const row = Object.values(inFile[index] ?? {});
      expect(row).toContain(code);
      expect(row).toContain(title);
      if (numerator !== null) expect(row).toContain(String(numerator));
    }
  });

  test('are filtered by organisation, measure and name, in the address and in the file', async () => {
    await portal.page.getByLabel('Tổ chức').selectOption('youth-union');
    await portal.page.getByLabel('Đại lượng').selectOption('SURVEY');
    const { indicators } = await portal.ask('{ indicators(organisation: "youth-union", measure: SURVEY) { title } }');
    expect(indicators.length).toBeGreaterThan(0);
    const titles = indicators.map(({ title }: any) => title);
    expect(await rows().locator('th').allTextContents()).toEqual(titles);
    const inFile = await downloadedRows(portal.page.locator('main'));
    expect(inFile.map((row) => Object.values(row)[1])).toEqual(titles);
    await portal.page.reload();
    await rows().first().waitFor();
    expect(await rows().locator('th').allTextContents()).toEqual(titles);
    await portal.open('/indicators?name=chu%20ky%20so');
    expect(await rows().count()).toBe(1);
  });

  test('show each month that the police counted, to an analyst', async () => {
    await portal.enter('analyst');
    await portal.open('/indicators/DIGITAL_SIGNATURES');
    const { indicator } = await portal.ask(
      '{ indicator(code: "DIGITAL_SIGNATURES") { identity { months(first: 120) { nodes { total { digitalSignatures { people atMost } } } } } } }',
      'analyst',
    );
    const months = indicator.identity.months.nodes.toReversed();
    const cells = await portal.page.locator('#identity-here tbody td:nth-child(2)').allTextContents();
    expect(months.length).toBeGreaterThan(11);
    expect(cells).toEqual(months.map(({ total }: any) => between(total.digitalSignatures)));
    await portal.leave();
  });
}
