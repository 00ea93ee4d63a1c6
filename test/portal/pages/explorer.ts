import { expect, test } from '@jest/globals';
import { until } from '../../support/until.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** Tests the explorer: for an anonymous user, for an analyst, and after signing out. */
export function testExplorer(portal: TestedPortal): void {
  const first = '{ goals { code title progress { ratio target status people { lower upper estimate } } } }';
  /** The text of an editor's model: the editor draws only the visible lines. */
  const models = (end: string): string =>
    `(globalThis.__MONACO?.editor.getModels() ?? []).filter(({ uri }) => uri.path.endsWith('${end}')).at(-1)?.getValue() ?? ''`;
  const textOf = (end: string): Promise<string> => portal.page.evaluate(models(end));
  const open = async (address: string): Promise<void> => {
    await portal.open(address);
    await ready();
  };
  const ready = async (): Promise<void> => {
    for (const part of ['query-editor', 'response']) {
      await portal.page.locator(`.graphiql-${part} .monaco-editor`).first().waitFor();
    }
  };
  /** Runs the query that is shown, and returns what the page shows of the answer. */
  const run = async (): Promise<any> => {
    await portal.page.getByRole('button', { name: 'Execute query (Ctrl-Enter)' }).click();
    // Not by a function that waits in the page, whose policy lets none be made of text.
    const isShown = async () => (await textOf('response.json')).includes('"data"');
    await until(isShown, { what: 'the answer on the page' });
    return JSON.parse(await textOf('response.json')).data;
  };
  const kept = (): Promise<string> => portal.page.evaluate('JSON.stringify({ ...sessionStorage, ...localStorage })');

  test('lets everyone ask for what is public, under a policy of its own', async () => {
    await portal.open('/');
    await portal.page.locator('.top nav').getByText('Truy vấn').click();
    await ready();
    expect(await run()).toEqual(await portal.ask(first));
    const page = await fetch(`${portal.url}/explorer`, { headers: { accept: 'text/html' } });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy.match(/\S+ 'unsafe-[^;]*/g)).toEqual(["style-src-attr 'unsafe-inline'"]);
    await portal.page.locator('.top nav').getByText('Tổng quan').click();
    await portal.page.locator('.goals .panel').first().waitFor();
    expect(await portal.page.evaluate(`document.querySelector('link[href*="explorer-"]')`)).toBe(null);
  });

  test('asks as the analyst who has signed in, whose token is in no address', async () => {
    await portal.enter('analyst');
    await open('/explorer');
    const asked = portal.page.waitForRequest((request) => (request.postData() ?? '').includes('progressByCommune'));
    await portal.page.getByLabel('Câu hỏi mẫu').selectOption({ label: 'Xã nào chậm nhất, còn thiếu bao nhiêu người' });
    const shown = await run();
    expect(shown.goal.progressByCommune.totalCount).toBe(166);
    expect(shown).toEqual(await portal.ask(await textOf('operation.graphql'), 'analyst'));
    const { authorization = '', 'x-hub-purpose': purpose } = await (await asked).allHeaders();
    expect(purpose).toBe('steering');
    expect(authorization).toMatch(/^Bearer \S{20,}$/);
    expect(portal.page.url()).toBe(`${portal.url}/explorer`);
  });

  test('has a reference and a history, for whoever hears them, too', async () => {
    await portal.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await portal.page.locator('.graphiql-doc-explorer').getByText('Mutation', { exact: true }).waitFor();
    expect(await violations(portal.page)).toEqual([]);
    await portal.page.getByRole('button', { name: 'Show History' }).click();
    await portal.page.locator('.graphiql-history-item').first().waitFor();
    expect(await portal.page.locator('.graphiql-history-item').first().textContent()).toContain('ADULTS_BASIC');
    expect(await violations(portal.page)).toEqual([]);
    await portal.page.getByRole('button', { name: 'Hide History' }).click();
  });

  test('is entered and left by the keyboard', async () => {
    const isWithin = () => portal.page.evaluate(`!!document.activeElement.closest('.monaco-editor')`);
    await portal.page.locator('.graphiql-query-editor .graphiql-editor').focus();
    await portal.page.keyboard.press('Enter');
    expect(await isWithin()).toBe(true);
    await portal.page.keyboard.press('Control+m');
    await portal.page.keyboard.press('Tab');
    expect(await isWithin()).toBe(false);
  });

  test.each(['?', '#'])('opens with the query and the variables of an address: %s', async (sign) => {
    const query = 'query One($code: ID!) { goal(code: $code) { code title } }';
    const variables = JSON.stringify({ code: 'PUPILS' });
    await open(`/explorer${sign}${new URLSearchParams({ query, variables }).toString()}`);
    expect([await textOf('operation.graphql'), await textOf('variables.json')]).toEqual([query, variables]);
    expect(await run()).toEqual(await portal.ask('{ goal(code: "PUPILS") { code title } }'));
    await portal.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await portal.page.getByRole('button', { name: 'Chép liên kết đến câu hỏi này' }).click();
    await portal.page.getByText('Đã chép.').waitFor();
    const link = new URL(await portal.page.evaluate<string>('navigator.clipboard.readText()'));
    expect([link.pathname, link.searchParams.get('query')]).toEqual(['/explorer', query]);
    expect(JSON.parse(link.searchParams.get('variables') ?? '')).toEqual({ code: 'PUPILS' });
  });

  test('leaves nothing of what was asked once signed out', async () => {
    expect(await kept()).toContain('PUPILS');
    await portal.leave();
    expect(await kept()).toBe('{}');
    await open('/explorer');
    expect(await textOf('operation.graphql')).toBe(first);
    expect(await kept()).not.toContain('PUPILS');
  });
}
