import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { type RunningProgram, startProgram } from '../support/program.js';
import { pace } from '../support/until.js';
import { startTestSubgraph, type TestSubgraph } from './support/test-subgraph.js';

const supergraph = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));

/** More than the hub's limits let one caller have under way. */
const requests = 110;

let gateway: RunningProgram | undefined;
let subgraphs: TestSubgraph[] = [];

afterEach(async () => {
  await gateway?.stop();
  for (const subgraph of subgraphs) subgraph.stop();
  subgraphs = [];
});

test('an organisation that hangs costs a caller that organisation alone, and is left alone soon', async () => {
  const womensUnion = await startTestSubgraph('womens-union', {}, 'hangs');
  const youthUnion = await startTestSubgraph('youth-union', { teams: [{ code: 'DLT-1' }] }, 'answers');
  subgraphs = [womensUnion, youthUnion];
  const running = (gateway = await startProgram(
    'gateway/dist/main.js',
    ['--supergraph', supergraph, '--foreign', '--limits', 'hub'],
    { SUBGRAPH_URL_WOMENS_UNION: womensUnion.url, SUBGRAPH_URL_YOUTH_UNION: youthUnion.url },
    /^ready$/,
  ));
  const ask = async (query: string) => {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, ...((await response.json()) as { data: unknown; errors?: SentError[] }) };
  };

  // Equal operations, so that one request is sent for all of them.
  const asked: ReturnType<typeof ask>[] = [];
  for (let index = 0; index < requests; index++) {
    asked.push(ask('{ learningGroups { code } }'));
    await pace(25);
  }
  expect(await ask('{ teams { code } }')).toMatchObject({ status: 200, data: { teams: [{ code: 'DLT-1' }] } });

  const answers = await Promise.all(asked);
  for (const { status, data, errors } of answers) {
    expect([status, data]).toEqual([200, { learningGroups: null }]);
    expect(errors).toMatchObject([{ path: ['learningGroups'], extensions: { serviceName: 'womens-union' } }]);
    expect(errors?.[0]?.message).toMatch(/womens-union/);
  }
  const codes = new Set(answers.map(({ errors }) => errors?.[0]?.extensions.code));
  expect(codes).toEqual(new Set(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_OVERLOADED']));

  const metrics = await (await fetch(`${running.url}/metrics`)).text();
  expect(metrics).toContain('gateway_breaker_state{subgraph="womens-union",state="open"} 1');
  expect(metrics).toContain('gateway_breaker_state{subgraph="youth-union",state="closed"} 1');
  expect(await ask('{ learningGroups { code } }')).toMatchObject({
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'womens-union' } }],
  });
});

interface SentError {
  readonly message: string;
  readonly extensions: { readonly code: string };
}
