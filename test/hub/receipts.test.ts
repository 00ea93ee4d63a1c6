import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { DataFolder } from '../../subgraphs/hub/src/cli/data-folder.js';
import { gatewayPart } from '../../subgraphs/hub/src/cli/parts.js';
import { choosePorts } from '../../subgraphs/hub/src/cli/ports.js';
import { startProgram } from '../support/program.js';
import { freePort, hub, startCommand, temporaryFolder } from './support/hub.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('a gateway that stops has stated what it asked, and the audit log has each acknowledgement', async () => {
  const folder = temporaryFolder();
  const port = String(await freePort());
  const data = new DataFolder(join(folder, '.data'));
  const subgraphs = startCommand(['start', 'movement', 'audit', '--no-gateway', '--no-demo', '--port', port], {
    folder,
  });
  await subgraphs.untilItSays('Ctrl-C stops it.');
  const part = gatewayPart({ root, folder, environment: {}, data, ports: choosePorts(port, {}) }, [
    'movement',
    'audit',
  ]);
  const gateway = await startProgram('gateway/dist/main.js', part.args, part.environment, /^ready$/);
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'r-whole' },
    body: '{"query":"{ goals { code } }"}',
  });
  expect(await response.json()).toMatchObject({ data: { goals: expect.any(Array) } });
  await gateway.stop();

  const { stdout, stderr, exitCode } = await hub(['receipts', 'movement', '--port', port, '--request', 'r-whole'], {
    folder,
  });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^movement, receipt 1: asked at [^]+ {2}status {3}200\n[^]+movement: 1 receipt proves 1 exchange/,
  );
  writeFileSync(join(folder, 'none.json'), '[]');
  const verified = await hub(['audit', 'verify', '--port', port, '--anchors', 'none.json'], { folder });
  expect(verified.stdout).toContain('The audit log is whole: 2 entries');
  subgraphs.child.kill('SIGINT');
  await subgraphs.ended;
});
