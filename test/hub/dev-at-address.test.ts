import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ForeignSystem, languages, startForeign } from '../connector/support/foreign-system.js';
import { freePort, type RunningCommand, startCommand, temporaryFolder } from './support/hub.js';
import { folderOfHub } from './support/hub-folders.js';

/** `hub dev --url`: one's own subgraph, in any language, that runs already. */
describe('development of a subgraph at an address', () => {
  const query = '{ farmerClubs(first: 1) { name commune { name } } }';
  let system: ForeignSystem;

  beforeAll(async () => {
    system = await startForeign(languages[0] as (typeof languages)[number]);
  });
  afterAll(() => system.stop());

  const whileItRuns = async (args: readonly string[], folder: string): Promise<unknown> => {
    const port = String(await freePort());
    const running = startCommand(['dev', '--url', system.url, '--port', port, ...args], { folder });
    await running.untilItSays('runs in development');
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    running.child.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(0);
    return response.json();
  };

  test('has its records real, and what is others’ made up of their schemas', async () => {
    expect(await whileItRuns([], temporaryFolder())).toMatchObject({
      data: { farmerClubs: [{ name: 'Chi hội Bắc', commune: { name: expect.stringMatching(/^name \d+$/) } }] },
    });
  });

  test('has what is others’ from a hub that runs', async () => {
    const [port, folder] = [String(await freePort()), await folderOfHub('demonstration')];
    const around: RunningCommand = startCommand(['start', '--port', port], { folder });
    await around.untilItSays('Ctrl-C stops it.');
    const { data } = (await whileItRuns(['--hub', `http://127.0.0.1:${port}`], folder)) as any;
    expect(data.farmerClubs).toEqual([
      { name: 'Chi hội Bắc', commune: { name: expect.stringMatching(/^(Xã|Phường) /) } },
    ]);
    around.child.kill('SIGINT');
    expect((await around.ended).exitCode).toBe(0);
  });

  test('says that an address does not answer, and waits for it', async () => {
    const at = `http://127.0.0.1:${String(await freePort())}/graphql`;
    const args = ['dev', '--url', at, '--port', String(await freePort())];
    const running = startCommand(args, { folder: temporaryFolder() });
    await running.untilItSays(at);
    running.child.kill('SIGINT');
    await running.ended;
  });
});
