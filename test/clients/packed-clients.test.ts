import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as source from '@hub/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { installPacked } from '../operations/support/packed.js';
import { passedOn } from '../support/passed-on.js';
import { hasVirtualEnvironments } from '../support/python.js';

/** The packages as a hub serves them. */
const builtPackages = fileURLToPath(new URL('../../gateway/portal/dist/files/packages/', import.meta.url));

describe('the packages for apps, installed where nothing of the repository is', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packed-clients-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('@hub/client brings all that it has, with types, and needs no other package', () => {
    const app = join(folder, 'app');
    const [tarball = ''] = globSync(join(builtPackages, '*.tgz'));
    installPacked(app, { '@hub/client': `file:${tarball}` }, ['@hub/client']);
    const program = `
      import { existsSync } from 'node:fs';
      import * as client from '@hub/client';
      const hub = new client.Hub({ url: 'http://127.0.0.1:1', retries: { attempts: 1 } });
      const fault = await hub.query('{ goals { code } }').catch((error) => error.name);
      const types = existsSync('node_modules/@hub/client/types/index.d.ts');
      console.log(JSON.stringify({ names: Object.keys(client), fault, types, graphql: existsSync('node_modules/graphql') }));
    `;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: app, env: passedOn });
    expect(JSON.parse(said.toString())).toEqual({
      names: Object.keys(source).toSorted(),
      fault: 'TypeError',
      types: true,
      graphql: false,
    });
  }, 300_000);

  // The report shows the test as skipped where this machine's Python cannot make virtual environments.
  const inPython = hasVirtualEnvironments() ? test : test.skip;
  inPython(
    'hub-client for Python is a wheel that pip installs without a package index',
    () => {
      const env = { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
      const python = (program: string, args: readonly string[]) =>
        execFileSync(program, [...args], { cwd: folder, env })
          .toString()
          .trim();
      const [wheel = ''] = globSync(join(builtPackages, '*.whl'));
      const environment = join(folder, 'python');
      python('python3', ['-m', 'venv', environment]);
      const own = join(environment, 'bin', 'python');
      python(own, ['-m', 'pip', 'install', '--no-index', wheel]);
      // Isolated: neither this folder nor a variable leads it to the sources.
      const program = `
import json, importlib.metadata, hub_client
hub = hub_client.Hub("http://127.0.0.1:1", attempts=1)
print(json.dumps([hub_client.__file__, importlib.metadata.version("hub-client"), importlib.metadata.requires("hub-client"),
    all(hasattr(hub_client, name) for name in hub_client.__all__)]))`;
      const [at, version, needs, hasAll] = JSON.parse(python(own, ['-I', '-c', program])) as unknown[];
      expect(String(at).startsWith(environment)).toBe(true);
      expect([version, needs, hasAll]).toEqual(['0.1.0', null, true]);
      python(own, ['-m', 'pip', 'check']);
    },
    300_000,
  );
});
