import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from '../hub/support/hub.js';
import { chromiumPath } from './support/chromium.js';
import { openPage, violations, type WatchedPage } from './support/watched-page.js';

(chromiumPath === undefined ? describe.skip : describe)('the portal in a browser', () => {
  const folder = temporaryFolder();
  const goal = '/goals/ADULTS_BASIC';
  let running: RunningCommand;
  let watched: WatchedPage;
  let url: string;
  let token: string;

  const ask = async (query: string, headers: Record<string, string> = {}): Promise<any> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as any).data;
  };
  const asAnalyst = () => ({ authorization: `Bearer ${token}`, 'x-hub-purpose': 'steering' });
  const names = () => watched.page.locator('.communes tbody th').allTextContents();
  const open = async (address: string) => {
    await watched.page.goto(url + address);
    await watched.page.waitForLoadState('networkidle');
  };

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    running = startCommand(['start', '--port', String(port)], { folder });
    await running.untilItSays('Ctrl-C stops it.');
    token = (await hub(['token', '--as', 'analyst', '--port', String(port)], { folder })).stdout.trim();
    watched = await openPage(chromiumPath ?? '');
  }, 400_000);
  afterAll(async () => {
    await watched.browser.close();
    running.child.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(0);
  }, 60_000);

  test('is for browsers: programs hear what they did before', async () => {
    expect(await (await fetch(url)).text()).toBe('GraphQL is at /graphql.\n');
    expect((await fetch(`${url}/status`)).status).toBe(404);
    const opened = await fetch(`${url}/graphql`, { headers: { accept: 'text/html,*/*' }, redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/']);
  });

  test('is sent compressed, for ever under one name, with a policy that allows nothing inline', async () => {
    const page = await fetch(url, { headers: { accept: 'text/html', 'accept-encoding': 'br' } });
    expect(page.headers.get('content-encoding')).toBe('br');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(await page.text()) ?? [];
    const asset = await fetch(url + script, { headers: { 'accept-encoding': 'br' } });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect(Number(asset.headers.get('content-length'))).toBeLessThan(150_000);
    expect((await fetch(`${url}/assets/..%2Findex.html`)).status).toBe(404);
  });

  test('shows each goal as the graph has it, to whoever comes', async () => {
    const { goals } = await ask('{ goals { code progress { ratio demonstration people { estimate lower } } } }');
    await open('/');
    expect(goals.length).toBeGreaterThan(2);
    for (const { code, progress } of goals) {
      const panel = watched.page.locator(`[data-goal=${code}]`);
      const digits = progress.ratio < 0.1 ? 2 : 1;
      const share = (progress.ratio * 100).toFixed(digits).replace('.', ',');
      expect(await panel.locator('.large .figure').textContent()).toBe(`${share}%`);
      const people = progress.people.estimate ?? progress.people.lower;
      expect(await panel.locator('.facts .figure').textContent()).toBe(
        String(people).replaceAll(/\B(?=(\d{3})+$)/g, '.'),
      );
      expect(await panel.locator('.series path').count()).toBe(1);
    }
    expect(await watched.page.locator('.demonstration').textContent()).toContain('Dữ liệu minh họa');
  });

  test('says where a figure comes from, and gives the focus back', async () => {
    await open(goal);
    const figure = watched.page.locator('.large .figure');
    await figure.focus();
    await watched.page.keyboard.press('Enter');
    const dialog = watched.page.getByRole('dialog');
    await dialog.locator('.parts').waitFor();
    const { goal: asked } = await ask(
      '{ goal(code: "ADULTS_BASIC") { progress { denominator { source } contributions { release { number keyId } } } } }',
    );
    const said = (await dialog.textContent()) ?? '';
    expect(said).toContain(asked.progress.denominator.source);
    expect(asked.progress.contributions.length).toBeGreaterThan(0);
    for (const { release } of asked.progress.contributions) expect(said).toContain(release.keyId);
    expect(await violations(watched.page)).toEqual([]);
    await watched.page.keyboard.press('Escape');
    expect(await figure.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  test('asks kindly to sign in for what is not for everyone', async () => {
    await open(goal);
    expect(await watched.page.locator('.league').textContent()).toContain('người đã đăng nhập');
    expect(await names()).toEqual([]);
  });

  test('lets anyone be an analyst with one click, says that it is a demonstration, and leads back', async () => {
    await open(goal);
    await watched.page.locator('.top').getByRole('button', { name: 'Đăng nhập' }).click();
    await watched.page.getByText('Đây là bản minh họa').waitFor();
    expect(await violations(watched.page)).toEqual([]);
    await watched.page.getByRole('button', { name: /analyst/ }).click();
    await watched.page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
    expect(new URL(watched.page.url()).pathname).toBe(goal);
    await watched.page.locator('.communes tbody tr').first().waitFor();
    expect((await names()).length).toBe(166);
  });

  test('finds the communes of an area with the largest gap, and the address shows the same again', async () => {
    await watched.page.getByLabel('Khu vực').selectOption('MOUNTAIN');
    const head = watched.page.getByRole('button', { name: 'Thiếu (người)' });
    await head.click();
    await head.click();
    const { goal: asked } = await ask(
      '{ goal(code: "ADULTS_BASIC") { progressByCommune(area: MOUNTAIN, first: 10, orderBy: { field: GAP_PEOPLE, direction: DESC }) { edges { node { gapPeople commune { name } } } } } }',
      asAnalyst(),
    );
    const expected = asked.progressByCommune.edges.map(({ node }: any) => node.commune.name);
    expect(expected.length).toBe(10);
    expect((await names()).slice(0, 10)).toEqual(expected);
    await watched.page.reload();
    await watched.page.locator('.communes tbody tr').first().waitFor();
    expect((await names()).slice(0, 10)).toEqual(expected);
    expect(await violations(watched.page)).toEqual([]);
  });

  test('finds a commune by its name without marks', async () => {
    await open(`${goal}?name=sam%20son`);
    await watched.page.locator('.communes tbody tr').first().waitFor();
    const found = await names();
    expect(found.length).toBeLessThan(20);
    expect(found).toContain('Phường Sầm Sơn');
  });

  test('gives the table as a file with the same filter', async () => {
    await open(`${goal}?area=URBAN`);
    await watched.page.locator('.communes tbody tr').first().waitFor();
    const shown = await names();
    const [download] = await Promise.all([
      watched.page.waitForEvent('download'),
      watched.page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const records = parse(text, { delimiter: ';', bom: true, relax_column_count: true });
    const inFile = records.map((record) => record[2]).filter((name) => shown.includes(name ?? ''));
    expect(inFile).toEqual(shown);
  });

  test('draws each commune on the map, for mouse and keyboard', async () => {
    await open(`${goal}?map=1`);
    const shapes = watched.page.locator('.map svg path[role=button]');
    await shapes.first().waitFor();
    expect(await shapes.count()).toBe(166);
    expect(await shapes.first().getAttribute('aria-label')).toMatch(/^(?:Xã|Phường) .+: [\d,]+%$/);
    await shapes.first().focus();
    await watched.page.keyboard.press('Enter');
    await watched.page.getByRole('dialog').locator('.parts').waitFor();
    await watched.page.keyboard.press('Escape');
    expect(await violations(watched.page)).toEqual([]);
  });

  test('leaves nothing of a person who has signed out', async () => {
    await open(goal);
    await watched.page.getByRole('button', { name: 'Đăng xuất' }).click();
    await watched.page.getByRole('button', { name: 'Đăng nhập' }).first().waitFor();
    await watched.page.waitForLoadState('networkidle');
    const kept = await watched.page.evaluate('[sessionStorage.length, localStorage.length, document.cookie]');
    expect(kept).toEqual([0, 0, '']);
    await open(goal);
    expect(await names()).toEqual([]);
  });

  test.each(['/', goal, '/status', '/?lang=en', '/status?lang=en'])(
    'keeps nobody out, and fits every width: %s',
    async (address) => {
      await open(address);
      expect(await violations(watched.page)).toEqual([]);
      for (const width of [360, 1280, 1920]) {
        await watched.page.setViewportSize({ width, height: 800 });
        expect(await watched.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThan(1);
      }
    },
  );

  test('has made no error on the console, and asked no other host', () => {
    expect(watched.errors).toEqual([]);
    expect([...watched.hosts]).toEqual(['127.0.0.1']);
  });
});
