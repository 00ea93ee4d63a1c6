import { beforeAll, describe, expect, test } from '@jest/globals';
import { testBroken } from './pages/broken.js';
import { testByHand } from './pages/by-hand.js';
import { testColourBlind } from './pages/colour-blind.js';
import { testExplorer } from './pages/explorer.js';
import { testGoal } from './pages/goal.js';
import { testFigureNotes } from './pages/figure-notes.js';
import { testFaults } from './pages/faults.js';
import { testFormerDistricts } from './pages/former-districts.js';
import { testCommunes } from './pages/communes.js';
import { testIndicators } from './pages/indicators.js';
import { testOrganisations } from './pages/organisations.js';
import { testGoalCharts } from './pages/goal-charts.js';
import { testGoalReports } from './pages/goal-reports.js';
import { testOverview } from './pages/overview.js';
import { testSession } from './pages/session.js';
import { testAlerts } from './pages/alerts.js';
import { testApps } from './pages/apps.js';
import { testKeys } from './pages/keys.js';
import { testSchema } from './pages/schema.js';
import { testEmbedding, testLinks } from './pages/links.js';
import { testMenu } from './pages/menu.js';
import { testPrinted } from './pages/printed.js';
import { testPublications } from './pages/publications.js';
import { testPublishing } from './pages/publishing.js';
import { testReachedFor } from './pages/reached-for.js';
import { testReportDocx } from './pages/report-docx.js';
import { testSaysWho } from './pages/says-who.js';
import { testShownTruly } from './pages/shown-truly.js';
import { testSignedFiles } from './pages/signed-files.js';
import { testSheets } from './pages/sheets.js';
import { testStatus } from './pages/status.js';
import { testTasks } from './pages/tasks.js';
import { chromiumPath } from './support/chromium.js';
import { misfits, misfitsOnPaper } from './support/looks.js';
import { inLanguage, shownPages, widths } from './support/shown-pages.js';
import { testPortal } from './support/tested-portal.js';
import { violations } from './support/watched-page.js';

(chromiumPath === undefined ? describe.skip : describe)('the portal in a browser', () => {
  const portal = testPortal();
  const goal = '/goals/ADULTS_BASIC';

  test('is for browsers: programs hear what they did before', async () => {
    expect(await (await fetch(portal.url)).text()).toBe('GraphQL is at /graphql.\n');
    expect((await fetch(`${portal.url}/status`)).status).toBe(404);
    const opened = await fetch(`${portal.url}/graphql`, { headers: { accept: 'text/html,*/*' }, redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/']);
  });

  test('is sent compressed, for ever under one name, with a policy that allows nothing inline', async () => {
    const page = await fetch(portal.url, { headers: { accept: 'text/html', 'accept-encoding': 'br' } });
    expect(page.headers.get('content-encoding')).toBe('br');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(await page.text()) ?? [];
    const asset = await fetch(`${portal.url}${script}`, { headers: { 'accept-encoding': 'br' } });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect(Number(asset.headers.get('content-length'))).toBeLessThan(150_000);
    expect((await fetch(`${portal.url}/assets/..%2Findex.html`)).status).toBe(404);
  });

  describe('overview', () => {
    testOverview(portal);
  });
  describe('status', () => {
    testStatus(portal);
  });
  describe('the menu', () => {
    testMenu(portal);
  });
  describe('a page', () => {
    testBroken(portal);
  });
  describe('a figure', () => {
    testSaysWho(portal);
  });
  describe('goal', () => {
    testGoal(portal);
  });
  describe('by hand', () => {
    testByHand(portal);
  });
  describe('communes', () => {
    testCommunes(portal);
  });
  describe('organisations', () => {
    testOrganisations(portal);
  });
  describe('indicators', () => {
    testIndicators(portal);
  });

  describe('explorer', () => {
    testExplorer(portal);
  });
  describe('schema', () => {
    testSchema(portal);
  });
  describe('keys', () => {
    testKeys(portal);
  });
  describe('apps', () => {
    testApps(portal);
  });
  describe('alerts by mail', () => {
    testAlerts(portal);
  });
  describe('publications', () => {
    testPublications(portal);
  });
  describe('signed files', () => {
    testSignedFiles(portal);
  });
  describe('a report for Word', () => {
    testReportDocx(portal);
  });
  describe('sheets', () => {
    testSheets(portal);
  });
  describe('what is printed', () => {
    testPrinted(portal);
  });
  describe('what is reached for', () => {
    testReachedFor(portal);
  });
  describe('links', () => {
    testLinks(portal);
  });
  describe('charts elsewhere', () => {
    testEmbedding(portal);
  });
  describe('what the graph says of its figures', () => {
    testShownTruly(portal);
  });
  describe('the tasks of a week', () => {
    testTasks(portal);
  });
  describe('map and chart, by who tells fewer colours apart', () => {
    testColourBlind(portal);
  });
  describe('charts of a goal', () => {
    testGoalCharts(portal);
  });
  describe('former districts', () => {
    testFormerDistricts(portal);
  });
  describe('reports of a goal', () => {
    testGoalReports(portal);
  });

  describe.each([...new Set(shownPages.map(({ person }) => person))])('each page, for %s', (person) => {
    beforeAll(() => (person ? portal.enter(person) : portal.leave()));
    const shown = shownPages.filter((one) => one.person === person);
    test.each(shown.map(({ address }, index) => [address, languagesOf(index)] as const))(
      'keeps nobody out, and fits every width and A4, with no text cut off: %s in %j',
      async (address, languages) => {
        for (const language of languages) {
          await portal.open(inLanguage(address, language));
          expect(await violations(portal.page)).toEqual([]);
          for (const width of widths) expect([width, await misfits(portal.page, width)]).toEqual([width, []]);
          expect(['A4', await misfitsOnPaper(portal.page)]).toEqual(['A4', []]);
          await portal.page.setViewportSize({ width: 1280, height: 800 });
        }
      },
    );
  });

  describe('notes on figures', () => {
    testFigureNotes(portal);
  });
  describe('publishing', () => {
    testPublishing(portal);
  });

  test('leaves nothing of a person who has signed out', async () => {
    await portal.enter('analyst');
    await portal.leave();
    const kept = await portal.page.evaluate('[sessionStorage.length, localStorage.length, document.cookie]');
    expect(kept).toEqual([0, 0, '']);
    await portal.open(goal);
    expect(await portal.page.locator('.communes').count()).toBe(0);
  });

  describe('a session', () => {
    testSession(portal);
  });
  test('has made no error on the console, and asked no other host', () => {
    expect(portal.watched.errors).toEqual([]);
    expect([...portal.watched.hosts]).toEqual(['127.0.0.1']);
  });

  describe('where a part hangs, or is hostile', () => {
    testFaults(portal);
  });

  test('asks nothing that a check of a schema does not know: PORTAL_OPERATIONS=write writes it down', () => {
    if (process.env['PORTAL_OPERATIONS'] === 'write') portal.asked.write();
    expect(portal.asked.differences()).toEqual({ notWritten: [], outdated: [] });
  });
});

/** In which languages a page is looked over: in both by `pnpm prove pages`, else every second page in each. */
function languagesOf(index: number): readonly ('vi' | 'en')[] {
  if (process.env['PAGES'] === 'all') return ['vi', 'en'];
  return [index % 2 === 0 ? 'vi' : 'en'];
}
