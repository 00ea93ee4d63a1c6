import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { freePort } from '../../support/free-port.js';
import { until } from '../../support/until.js';
import { hub, startCommand } from './hub.js';
import type { JoiningOptions } from './joining.js';

/** Has an organisation that `hub new` makes, of a file without people, join a running hub and publish a change. */
export function testJoiningAsMade({ port, folder, ask }: JoiningOptions): void {
  describe('an organisation as hub new makes it', () => {
    const code = 'herders';
    const at = (...names: string[]) => join(folder(), 'elsewhere', code, ...names);
    const run = (args: readonly string[]) => hub(args, { folder: folder() });
    const operate = (...args: readonly string[]) =>
      run(['organisation', ...args, '--by', 'An', '--port', String(port())]);
    /** What a part of the hub signs with: its public half. */
    const keyOf = (part: string) => join(folder(), '.data', part, 'signing.key.pub');
    const serve = async (own: number) => {
      const environment = {
        ...{ TRUSTED_GATEWAY_KEYS: keyOf('gateway'), TRUSTED_REGISTRY_KEYS: keyOf('registry') },
        HUB_URL: `http://127.0.0.1:${port()}`,
      };
      const running = startCommand(['serve', at(), '--port', String(own)], { folder: folder(), environment });
      await running.untilItSays(`${code} is ready`);
      return running;
    };
    const untilItSays = (query: string, expected: object) => {
      let seen: unknown;
      return until(async () => JSON.stringify((seen = (await ask(query)).data)) === JSON.stringify(expected), {
        what: 'its records to answer',
        within: 60_000,
        every: 250,
        seen: () => seen,
      });
    };

    test('is written elsewhere, joins, is served, answers, and publishes another schema', async () => {
      const own = await freePort(2);
      writeFileSync(join(folder(), 'herds.csv'), 'code,commune_code,name_vi,name_en\nH1,14845,Đàn Một,Herd One\n');
      const made = await run(['new', code, '--from', 'herds.csv', '--yes', '--in', at()]);
      expect(made).toMatchObject({ exitCode: 0, stderr: '' });
      const record = readFileSync(at('organisation.yaml'), 'utf8');
      writeFileSync(at('organisation.yaml'), record.replaceAll('4010', String(own)));
      // Records are not shared without an agreement.
      const agreements = readFileSync(at('agreements.yaml'), 'utf8');
      writeFileSync(at('agreements.yaml'), agreements.replace(/figures: .*/, `$&\n    shares: ['*']`));
      writeFileSync(join(folder(), 'herders-secret'), (await operate('invite', code)).stdout);
      const address = ['--hub', `http://127.0.0.1:${port()}`];
      const joined = await run(['join', at(), ...address, '--secret', 'herders-secret']);
      expect(joined).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${code} has joined`) });
      let running = await serve(own);
      const imported = await run(['import', at(), 'herds', 'herds.csv', '--port', String(own)]);
      expect(imported).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 row written') });
      expect(await operate('accept', code)).toMatchObject({ exitCode: 0 });
      await untilItSays('{ herdersHerds { nodes { code commune { name } } } }', {
        herdersHerds: { nodes: [{ code: 'H1', commune: { name: 'Xã Mường Lát' } }] },
      });
      running.child.kill('SIGINT');
      await running.ended;
      const records = readFileSync(at('records/herds.yaml'), 'utf8');
      const more = '  heads: { kind: integer, optional: true, description: How many animals it has. }\n';
      writeFileSync(at('records/herds.yaml'), records.replace('\none:', `\n${more}one:`));
      expect(await run(['migrate', 'draft', at(), '--name', 'heads'])).toMatchObject({ exitCode: 0 });
      const published = await run(['publish', at(), ...address]);
      expect(published).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('waits for ten minutes') });
      running = await serve(own);
      await untilItSays('{ herdersHerds { nodes { heads } } }', { herdersHerds: { nodes: [{ heads: null }] } });
      running.child.kill('SIGINT');
      expect((await running.ended).exitCode).toBe(0);
      expect(await operate('leave', code)).toMatchObject({ exitCode: 0 });
    });
  });
}
