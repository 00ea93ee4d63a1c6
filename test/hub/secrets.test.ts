import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { subgraphs } from '@hub/runtime';
import { expect, test } from '@jest/globals';
import { hub, temporaryFolder } from './support/hub.js';

const settings = { TOKEN_ISSUER: 'https://id.example', TOKEN_AUDIENCE: 'hub', TRUSTED_PROXIES: '1' };
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

test('hub secrets makes what is missing once, and its check names all that is missing at once', async () => {
  const folder = temporaryFolder();
  const at = (...names: string[]) => join(folder, 'secrets', ...names);

  const unready = await hub(['secrets', 'secrets', '--check'], { folder });
  expect(unready.exitCode).toBe(1);
  for (const name of ['TOKEN_ISSUER', 'TOKEN_AUDIENCE', 'TRUSTED_PROXIES', at('pseudonym-key', 'key')])
    expect(unready.stderr).toContain(`  ${name}: expected`);
  for (const part of [...subgraphs.map(({ code }) => code), 'gateway'])
    for (const file of [at(part, 'signing.key'), at('public-keys', `${part}.pub`)])
      expect(unready.stderr).toContain(`  ${file}: expected this secret`);
  expect(readdirSync(folder)).toEqual([]);

  expect(await hub(['secrets', 'secrets'], { folder })).toMatchObject({ exitCode: 0, stderr: '' });
  const files = filesIn(at());
  const contents = files.map((file) => readFileSync(file, 'utf8'));
  expect(new Set(contents).size).toBe(files.length);
  for (const file of files) expect(statSync(file).mode & 0o777).toBe(file.endsWith('.pub') ? 0o644 : 0o600);
  expect(await hub(['secrets', 'secrets'], { folder })).toMatchObject({ stdout: 'Every secret is there.\n' });
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(contents);

  const check = (environment: NodeJS.ProcessEnv) => hub(['secrets', 'secrets', '--check'], { folder, environment });
  expect(await check(settings)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await check({ TOKEN_ISSUER: 'none', TRUSTED_PROXIES: '0' })).toMatchObject({ exitCode: 0 });
  rmSync(at('university', 'signing.key'));
  const one = await check(settings);
  expect(one.stderr.split('\n').filter((line) => line.startsWith('  '))).toEqual([
    `  ${at('university', 'signing.key')}: expected this secret`,
  ]);
});

test('hub secrets makes no other pseudonym key for data that is there', async () => {
  const folder = temporaryFolder();
  await hub(['secrets', 'secrets'], { folder });
  rmSync(join(folder, 'secrets', 'pseudonym-key', 'key'));
  const { exitCode, stderr } = await hub(['secrets', 'secrets'], { folder });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Put the key back');
});
