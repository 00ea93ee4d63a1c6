import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../hub/support/hub.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** The process of a hub's part, such as `womens-union`. */
function processOf(launcher: number, part: string): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent, ...args]) => Number(parent) === launcher && args.join(' ').includes(`/${part}/dist/`));
  if (!found) throw new Error(`expected a process of ${part} under ${launcher}`);
  return Number(found[0]);
}

/** Tests pages while a part of the hub hangs, or is hostile. */
export function testFaults(portal: TestedPortal): void {
  const goal = '/goals/ADULTS_BASIC';
  const during = async (part: string, look: () => Promise<void>) => {
    const pid = processOf(portal.launcher(), part);
    process.kill(pid, 'SIGSTOP');
    try {
      await look();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  };

  beforeAll(async () => {
    // Errors from here on come from the faults.
    expect(portal.watched.errors).toEqual([]);
    await portal.enter('analyst');
  });
  afterAll(() => {
    // The browser itself logs each failed answer as an error.
    portal.watched.errors.splice(0);
  });

  test('without the audit log, shows what is for whoever has signed in, too: the gateway keeps the records', async () => {
    await during('audit', async () => {
      await portal.page.goto(portal.url + goal);
      await portal.page.locator('.large .figure').waitFor();
      await portal.page.locator('.communes tbody tr').first().waitFor();
    });
  });

  test('where an organisation hangs, says so in its panel and on the page of the state; all else is there', async () => {
    await during('womens-union', async () => {
      await portal.page.goto(`${portal.url}/communes/16438`);
      const panel = (id: string) => portal.page.locator(`#${id}`);
      await panel('womens-union').getByText('không trả lời').waitFor();
      for (const id of ['goals-here', 'youth-union', 'university', 'public-sector', 'steering']) {
        await panel(id).locator('table, dl, article').first().waitFor();
        expect(await panel(id).getByRole('alert').count()).toBe(0);
      }
      await portal.page.goto(`${portal.url}/status`);
      await portal.page
        .getByRole('row', { name: /Hội Liên hiệp Phụ nữ/ })
        .getByText('không trả lời')
        .first()
        .waitFor();
    });
    await portal.page.goto(`${portal.url}/communes/16438`);
    await portal.page.locator('#womens-union table').first().waitFor();
  });

  test('shows a hostile name as the text that it is, on pages and in files', async () => {
    const file = join(temporaryFolder(), 'places.csv');
    const columns =
      'code,level,parent_code,name_vi,name_en,type,area,area_km2,peer_group,valid_from,valid_until,successors';
    const rename = async (name: string) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      writeFileSync(
        file,
        `${columns}\n16561,COMMUNE,38,${quoted},${quoted},WARD,URBAN,32.18,URBAN_WARDS,2025-07-01,,\n`,
      );
      const { exitCode, stderr } = await portal.hub(['import', 'movement', 'places', file]);
      expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
    };
    const hostile = '=1+1 <img src=x onerror="document.title=1"> Phường \u202eTĩnh Gia';
    await rename(hostile);
    try {
      await portal.open(`${goal}?name=tinh%20gia&map=1`);
      await portal.page.locator('.map path[role=button]').first().waitFor();
      expect(await portal.page.locator('.communes tbody th').allTextContents()).toEqual([hostile]);
      expect(await portal.page.locator('main img').count()).toBe(0);
      const [download] = await Promise.all([
        portal.page.waitForEvent('download'),
        portal.page.locator('.league').getByRole('button', { name: 'CSV' }).click(),
      ]);
      const row = readFileSync(await download.path(), 'utf8')
        .split('\n')
        .find((line) => line.includes('16561'));
      expect(row).toContain(`"'${hostile.replaceAll('"', '""')}"`);
      expect(await portal.page.title()).not.toBe('1');
    } finally {
      await rename('Phường Tĩnh Gia');
    }
  });
}
