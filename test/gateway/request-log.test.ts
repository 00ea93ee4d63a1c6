import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type RunningProgram, startProgram } from '../support/program.js';
import { startTestSubgraph, type TestSubgraph } from './support/test-subgraph.js';

const supergraph = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));

describe('each request to the gateway is a line of its log', () => {
  let gateway: RunningProgram;
  let youthUnion: TestSubgraph;

  beforeEach(async () => {
    youthUnion = await startTestSubgraph('youth-union', { teams: [{ code: 'DLT-1' }] }, 'answers');
  });
  afterEach(async () => {
    await gateway.stop();
    youthUnion.stop();
  });

  const start = async (...options: string[]) => {
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--supergraph', supergraph, '--foreign', '--limits', 'hub', ...options],
      { SUBGRAPH_URL_YOUTH_UNION: youthUnion.url, SUBGRAPH_URL_WOMENS_UNION: 'http://127.0.0.1:1/' },
      /^ready$/,
    );
  };
  const ask = (body: object, id: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': id, ...headers },
      body: JSON.stringify(body),
    }).then((response) => response.text());
  const lines = () => gateway.log.filter(({ msg }) => msg === 'request');
  const lineOf = async (id: string) => {
    await gateway.until(() => lines().some(({ reqId }) => reqId === id));
    return lines().find(({ reqId }) => reqId === id);
  };

  test('with what was asked, by what, and what became of it, without arguments', async () => {
    await start('--request-log', '1');
    const variables = { code: '038199912345' };
    await ask({ query: 'query Goal($code: ID!) { teams { code } goal(code: $code) { title } }', variables }, 'r-1');
    const line = await lineOf('r-1');
    expect(line).toMatchObject({
      service: 'gateway',
      caller: 'anonymous',
      operation: { type: 'query', name: 'Goal', document: expect.stringMatching(/^[\w-]{43}$/) },
      status: 200,
      codes: ['SUBGRAPH_UNREACHABLE'],
      milliseconds: expect.any(Number),
      cost: expect.any(Number),
      subgraphs: {
        'youth-union': { fetches: 1, milliseconds: expect.any(Number) },
        movement: { fetches: 1, milliseconds: expect.any(Number) },
      },
    });
    expect(JSON.stringify(line)).not.toMatch(/038199912345|DLT-1|127\.0\.0\.1/);

    await ask({ query: '{ teams { code } }' }, 'r-2', { authorization: 'Basic eA==' });
    expect(await lineOf('r-2')).toMatchObject({ status: 200, codes: [] });
    await ask({ query: '{ teams { code } }' }, 'r-3', { accept: 'text/event-stream' });
    expect(await lineOf('r-3')).toMatchObject({ status: 200, stream: 'subscription', codes: [] });
  });

  test('if it has an error, whatever is sampled', async () => {
    await start('--request-log', 'errors');
    await ask({ query: '{ teams { code } }' }, 'r-1');
    await ask({ query: '{ branches { code } }' }, 'r-2');
    await ask({ query: '{ nothing }' }, 'r-3');
    await ask([], 'r-4');
    await fetch(`${gateway.url}/graphql`, { method: 'PUT', headers: { 'x-request-id': 'r-5' } });
    expect(await lineOf('r-5')).toMatchObject({ status: 405, codes: ['METHOD_NOT_ALLOWED'] });
    expect(lines().map(({ reqId, status, codes }) => [reqId, status, codes])).toEqual([
      ['r-2', 200, ['SUBGRAPH_UNREACHABLE']],
      ['r-3', 200, ['GRAPHQL_VALIDATION_FAILED']],
      ['r-4', 400, ['BATCHING_OFF']],
      ['r-5', 405, ['METHOD_NOT_ALLOWED']],
    ]);
  });

  test('over a WebSocket too', async () => {
    await start('--request-log', '1');
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const answers = client.iterate({ query: 'query Teams { teams { code } branches { code } }' });
    await answers.next();
    await client.dispose();
    await gateway.until(() => lines().length > 0);
    const [line] = lines();
    expect(line).toMatchObject({ operation: { name: 'Teams' }, codes: ['SUBGRAPH_UNREACHABLE'] });
    expect(line).not.toHaveProperty('status');
  });

  test('unless that is off', async () => {
    await start('--request-log', 'off');
    await ask({ query: '{ nothing }' }, 'r-1');
    await gateway.stop();
    expect(lines()).toEqual([]);
  });
});
