import { afterEach, expect, test } from '@jest/globals';
import { until } from '../support/until.js';
import {
  changed,
  clientProtocols,
  type LiveProvince,
  progressChanged,
  startLiveProvince,
} from './support/live-province.js';
import { type Province, startProvince } from './support/province.js';
import { allResponses } from './support/streams.js';

const cost = { budgets: { anonymous: 150 }, listSize: 10, fetch: 10 };
/** Costs nearly all of that, and more than a deferred answer or a subscription. */
const dear = '{ goals { code progressByCommune { communeCode } } }';
const refusal = { errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'COST' } }] };
const multipart = 'multipart/mixed;deferSpec=20220824, application/json';
const deferred = '{ goal(code: "A") { code progress { communeCode ... @defer { womensUnion { people } } } } }';

let province: Province | LiveProvince;
afterEach(() => province.stop());

test('a caller whose deferred answers hold all that it may spend is refused until one has ended', async () => {
  const small = await startProvince({ 'womens-union': 'hangs' }, { cost, timeoutMs: 120_000 });
  province = small;
  const body = JSON.stringify({ query: deferred });
  const headers = { 'content-type': 'application/json', accept: multipart };
  const ask = () => unlessBusy(() => small.fetch('/graphql', { method: 'POST', headers, body }));
  const open: Response[] = [];
  let response = await ask();
  for (; open.length < 50 && response.status === 200; response = await ask()) open.push(response);
  expect(open.length).toBeGreaterThan(0);
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  expect(await response.json()).toMatchObject(refusal);

  // One caller leaves; the other answers end with the subgraph.
  await open[0]?.body?.cancel();
  open[0] = await admitted(ask);
  const others = Promise.all(open.map(allResponses));
  small.womensUnion.stop();
  await others;
  expect((await admitted(ask)).status).toBe(200);
});

test.each(clientProtocols)(
  'a caller whose subscriptions by %s hold all is refused until it leaves some',
  async (client) => {
    const live = await startLiveProvince('sse', {}, cost);
    province = live;
    const ask = () => unlessBusy(() => live.post(dear, 'application/json'));
    const open: Awaited<ReturnType<LiveProvince['subscribe']>>[] = [];
    let answered = await ask();
    while (open.length < 50 && answered.status === 200) {
      await answered.body?.cancel();
      open.push(await live.subscribe(client, progressChanged, { goal: `G${open.length}` }));
      answered = await ask();
    }
    expect(open.length).toBeGreaterThan(0);
    expect([answered.status, await answered.json()]).toMatchObject([429, refusal]);
    live.movement.publish(changed('14845'));
    for (const one of open) {
      await one.next();
      await one.return();
    }
    expect((await admitted(ask)).status).toBe(200);
  },
);

/** Asks again while the gateway is too busy to plan what is new: that is no answer about what is held. */
async function unlessBusy(ask: () => Promise<Response>): Promise<Response> {
  const answered = async () => {
    const response = await ask();
    if (response.status !== 503) return response;
    await response.body?.cancel();
    return undefined;
  };
  return until(answered, { what: 'an answer' });
}

/** Asks until it is not refused any more: what left may take a moment to be gone. */
async function admitted(ask: () => Promise<Response>): Promise<Response> {
  const isAdmitted = async () => {
    const response = await ask();
    if (response.status !== 429) return response;
    await response.body?.cancel();
    return undefined;
  };
  return until(isAdmitted, { what: 'a place for what is asked' });
}
