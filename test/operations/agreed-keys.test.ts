import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hub, temporaryFolder } from '../hub/support/hub.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { runDocumented } from './support/documented-commands.js';
import { createDatabase } from '../support/database.js';

/** The manual's commands about keys that organisations share, on a machine with all secrets and one subgraph. */

const settings = temporaryFolder();
const secret = (...names: string[]) => join(settings, 'secrets', ...names);
const environment = {
  PATH: process.env['PATH'],
  RELEASE: fileURLToPath(new URL('../../', import.meta.url)),
  SETTINGS: settings,
};
const done = async (name: string) => {
  const outcome = await runDocumented(name, settings, environment);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  return outcome.stdout;
};
let subgraph: RunningProgram;

beforeAll(async () => {
  expect(await hub(['secrets', secret()])).toMatchObject({ exitCode: 0, stderr: '' });
  subgraph = await startProgram('subgraphs/university/dist/main.js', [], {
    DATABASE_URL: await createDatabase(),
    TRUSTED_GATEWAY_KEYS: secret('public-keys', 'gateway.pub'),
    SIGNING_KEY_FILE: secret('university', 'signing.key'),
    OPERATOR_TOKEN_FILE: secret('university', 'operator-token'),
    PSEUDONYM_KEY_FILE: secret('pseudonym-key', 'key'),
    PERIOD_KEYS_FILE: secret('pseudonym-key', 'period-keys.json'),
    SKETCHES_SEALED_TO: secret('public-keys', 'movement-sealing.pub'),
  });
  writeFileSync(join(settings, 'operator.env'), `SUBGRAPH_URL_UNIVERSITY=${subgraph.url}/graphql\n`);
});
afterAll(() => subgraph.stop());

test('the next months’ keys are made, taken and named', async () => {
  const months = () =>
    Object.keys(JSON.parse(readFileSync(secret('pseudonym-key', 'period-keys.json'), 'utf8')) as object);
  writeFileSync(secret('pseudonym-key', 'period-keys.json'), '{}');
  expect(await done('make-period-keys')).toMatch(
    /6 keys are new, 0 were there\.[^]* is sealed to youth-union, university/,
  );
  // All organisations of this machine have one file.
  expect(await done('take-period-keys')).toMatch(/0 keys are new, 6 were there\.[^]*\n {2}2030-06 {2}[\w-]{16}\n/);
  expect(months()).toEqual([1, 2, 3, 4, 5, 6].map((month) => `2030-0${month}`));
});

test('the next key of pseudonyms is made, taken and put in use while the subgraph runs', async () => {
  const [former = ''] = readFileSync(secret('pseudonym-key', 'key'), 'utf8').split('\n');
  expect(await done('make-pseudonym-key')).toMatch(/ {2}version 2 {2}[0-9a-f]{32}\n/);
  expect(readFileSync(secret('pseudonym-key', 'key'), 'utf8')).toMatch(new RegExp(`^${former}\n[\\w-]{43}\n$`));
  expect(await done('take-pseudonym-key')).toContain('The key of version 2 was there.');
  expect(await done('rotate-pseudonyms')).toMatch(
    /^All 0 pseudonyms of university are of version 2: no rows\.\n[^]*The pseudonyms of university are of version 2\./,
  );
  await subgraph.until(() =>
    subgraph.log.some(({ msg, version }) => msg === 'pseudonyms were rotated' && version === 2),
  );
});
