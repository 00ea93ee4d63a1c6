import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSigningKey } from '@hub/runtime';
import { newDatabase } from '../../test/support/database.js';
import { makeKey } from '../../test/support/signing-gateway.js';
import { operatorToken, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { hub } from '../../test/hub/support/hub.js';
import { checkInCage } from './src/check/check-in-cage.js';
import { registry } from './src/subgraph.js';

const agreementsFolder = fileURLToPath(new URL('../', import.meta.url));

describe('the registry checks a schema', () => {
  let folder: string;
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'registry-'));
    const [own, gatewayKey, registryKey] = ['own', 'gateway', 'registry'].map((name) => makeKey(join(folder, name)));
    const trust = {
      signingKey: readSigningKey(own?.file ?? ''),
      trustedKeyFiles: [gatewayKey?.publicFile ?? ''],
      registryKeyFiles: [registryKey?.publicFile ?? ''],
    };
    subgraph = await startSubgraph(registry, newDatabase(), { trust, agreementsFolder });
  });
  afterAll(async () => {
    await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const shipped = readFileSync(new URL('../../schema/subgraphs/womens-union.graphql', import.meta.url), 'utf8');
  const breaking = shipped.replace(/\n {2}"""[^"]*"""\n {2}foundedOn[^\n]*/, '');
  const check = (...args: string[]) => {
    const environment = {
      ...{ REGISTRY_URL: subgraph.url, SUBGRAPH_URL_REGISTRY: subgraph.url },
      OPERATOR_TOKEN_FILE_REGISTRY: file('token', `keys,import ${operatorToken}\n`),
    };
    return hub(['check', ...args], { folder, environment });
  };

  test('from a file, and says who uses what breaks', async () => {
    expect(breaking.length).toBeLessThan(shipped.length);
    const refused = await check('womens-union', '--from', file('candidate.graphql', breaking));
    // On a busy machine the command only says that it waits.
    expect(refused.stderr).toMatch(/^(registry takes its time: .*\n)?$/);
    expect(refused.exitCode).toBe(3);
    expect(refused.stdout).toMatch(/^womens-union: refused, \d+ errors?/);
    expect(refused.stdout).toContain('BREAKING_CHANGE  LearningGroup.foundedOn');
    expect(refused.stdout).toContain('used by the export table groups');
    const json = await check('womens-union', '--json', '--from', file('same.graphql', shipped));
    expect(json.exitCode).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ organisation: 'womens-union', verdict: 'PASSED', findings: [] });
  });

  test('of an organisation that is not there yet, and of a running subgraph', async () => {
    const sdl = 'type Query { "Farms." farms: Int }';
    const endpoint = createServer((_request, response) =>
      response.end(JSON.stringify({ data: { _service: { sdl } } })),
    );
    await once(endpoint.listen(0, '127.0.0.1'), 'listening');
    const { port } = endpoint.address() as AddressInfo;
    const joining = await check('farmers-union', '--url', `http://127.0.0.1:${port}/graphql`);
    endpoint.close();
    expect(joining).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('FIELD_NOT_SHARED  Query.farms') });
    expect(await check('registry')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^registry: passed, nothing found\.\n/),
    });
  });

  test.each([
    ['that is no file', ['womens-union', '--from', 'nowhere'], 1, /Cannot read the schema in .*nowhere: no such file/],
    [
      'from two places',
      ['womens-union', '--from', 'a', '--url', 'http://a'],
      2,
      'Expected one of --from FILE and --url URL',
    ],
    [
      'from what is no address',
      ['womens-union', '--url', 'file:///etc/passwd'],
      2,
      '--url: expected an http or https URL',
    ],
    ['of nobody', ['Nobody', '--from', '-'], 1, 'answered 400 to /operator/organisations/Nobody/checks'],
    ['of a running subgraph that is none', ['farmers-union'], 2, 'Expected an organisation (one of '],
  ])('not one %s', async (_what, args, exitCode, message) => {
    const outcome = await check(...args);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.exitCode).toBe(exitCode);
  });

  test('but none larger than it may be: the endpoint does not read it', async () => {
    const candidate = file('large.graphql', ' '.repeat(2 ** 20 + 1));
    expect((await check('womens-union', '--from', candidate)).stderr).toContain('expected at most 1048576 bytes');
    const { status } = await operatorPosts({ sdl: ' '.repeat(20_000_000) });
    expect(status).toBe(413);
  });

  test('within bounds of time and memory', async () => {
    const input = { organisation: 'a', candidate: shipped, others: [], usage: { ...noUse, notLookedAt: ['pages'] } };
    const [late, large] = await Promise.all([
      checkInCage(input, { milliseconds: 1, megabytes: 512 }),
      checkInCage(input, { milliseconds: 60_000, megabytes: 8 }),
    ]);
    for (const { report } of [late, large])
      expect(report).toMatchObject({
        verdict: 'REFUSED',
        findings: [{ code: 'SCHEMA_TOO_LARGE' }],
        notLookedAt: ['pages'],
      });
    expect([late, large].map(({ report }) => report.findings[0]?.message)).toEqual([
      expect.stringContaining('within 0.001 s'),
      expect.stringContaining('8 MiB of memory'),
    ]);
  });

  const noUse = { documents: [], operations: [], agreements: [] };
  const operatorPosts = (body: object) =>
    subgraph.operator('/operator/organisations/womens-union/checks', { method: 'POST', body: JSON.stringify(body) });
});
