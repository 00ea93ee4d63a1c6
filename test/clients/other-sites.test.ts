import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { folderOfHub } from '../hub/support/hub-folders.js';
import { freePort, type RunningCommand, startCommand } from '../hub/support/hub.js';

describe('pages of other sites', () => {
  let running: RunningCommand;
  let url: string;

  beforeAll(async () => {
    const [port, folder] = [await freePort(), await folderOfHub('demonstration')];
    running = startCommand(['start', '--port', String(port)], { folder });
    await running.untilItSays('Ctrl-C stops it.');
    url = `http://127.0.0.1:${String(port)}`;
  });
  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.ended;
  });

  test.each([
    '/changes',
    '/changes.json',
    '/changes.atom',
    '/schema/anonymous.graphql',
    '/export',
    '/export/communes.jsonl',
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp',
    '/mcp',
  ])('may read %s without a token', async (path) => {
    const origin = 'https://page.example';
    const preflight = await fetch(`${url}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,mcp-protocol-version',
      },
    });
    const allowed = preflight.headers.get('access-control-allow-headers')?.split(', ');
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(allowed).toEqual(expect.arrayContaining(['content-type', 'mcp-protocol-version']));
    expect(allowed).not.toContain('authorization');
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
    const accept = 'application/json, text/event-stream';
    const answer = await fetch(`${url}${path}`, {
      headers: { origin, ...(path === '/mcp' && { accept, 'content-type': 'application/json' }) },
      ...(path === '/mcp' && { method: 'POST', body: JSON.stringify(message) }),
    });
    await answer.text();
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(answer.headers.get('vary')).toContain('origin');
  });
});
