import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { anonymous } from '../../gateway/src/request/caller.js';
import { subscriptionProtocols } from '../../gateway/src/subscription/transports.js';
import {
  changed,
  clientProtocols,
  type LiveProvince,
  progressChanged,
  startLiveProvince,
  told,
  untilOpen,
} from './support/live-province.js';
import { until } from '../support/until.js';
import { responsesOf } from './support/streams.js';

let province: LiveProvince;

const rest = async (events: AsyncIterable<unknown>): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const event of events) all.push(event);
  return all;
};

/** The last event of a subscription that ends before its time. */
const end = (code: string) => ({ errors: [{ extensions: { code } }] });

describe.each(subscriptionProtocols)('a subgraph that is subscribed to by %s', (protocol) => {
  beforeAll(async () => {
    province = await startLiveProvince(protocol);
  });
  afterAll(() => province.stop());

  test.each(clientProtocols)('tells callers of %s of each event, and when there are no more', async (client) => {
    const events = await province.subscribe(client);
    province.movement.publish(changed('14845'));
    expect((await events.next()).value).toEqual(told('14845'));
    province.movement.publish(changed('16174'));
    province.movement.publish(null);
    province.movement.complete();
    expect(await rest(events)).toEqual([told('16174'), { data: { goalProgressChanged: null } }]);
  });

  test.each(clientProtocols)('is told when the caller of %s has left', async (client) => {
    const events = await province.subscribe(client);
    province.movement.publish(changed('14845'));
    await events.next();
    await events.return();
    await untilOpen(province, 0);
  });

  test('refuses what it has no events for, and the caller is told', async () => {
    const query = 'subscription { goalProgressChanged(goal: "REFUSED") { communeCode } }';
    const [refusal, ...others] = await rest(responsesOf(await province.post(query, 'text/event-stream')));
    expect(refusal).toMatchObject({ errors: [{ message: 'no such goal', extensions: { serviceName: 'movement' } }] });
    expect(others).toEqual([]);
  });
});

describe.each(['sse', 'ws'] as const)('a subgraph that is subscribed to by %s and dies', (protocol) => {
  test.each(clientProtocols)('ends the subscription of a caller of %s with an error that names it', async (client) => {
    province = await startLiveProvince(protocol);
    const events = await province.subscribe(client);
    province.movement.die();
    expect(await rest(events)).toMatchObject([
      // Over a WebSocket it is what the connection is closed for.
      client === 'graphql-transport-ws'
        ? end('SUBSCRIPTION_LOST')
        : { errors: [{ extensions: { code: 'SUBSCRIPTION_LOST', serviceName: 'movement' } }] },
    ]);
    await province.stop();
  });
});

describe('a subscription', () => {
  afterEach(() => province.stop());

  test('needs a caller that takes a stream', async () => {
    province = await startLiveProvince();
    const response = await province.post(progressChanged, 'application/json');
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject(end('SUBSCRIPTION_NEEDS_STREAM'));
    expect(province.movement.opened()).toBe(0);
  });

  test('that is equal to another shares what the subgraph is asked; one that differs does not', async () => {
    province = await startLiveProvince();
    const ask = async (goal: string) =>
      responsesOf(await province.post(progressChanged, 'text/event-stream', { goal }));
    const equal = [await ask('A'), await ask('A')];
    const other = await ask('B');
    const firsts = [...equal, other].map((events) => events.next());
    await untilOpen(province, 2);
    province.movement.publish(changed('14845'));
    for (const first of firsts) expect((await first).value).toEqual(told('14845'));
    for (const events of [...equal, other]) await events.return(undefined);
    await untilOpen(province, 0);
    expect(province.movement.opened()).toBe(2);
  });

  test.each(clientProtocols)('over %s ends when the right that it was made with does', async (client) => {
    const expiresAt = Date.now() + 3000;
    province = await startLiveProvince('sse', { authenticate: () => () => ({ ...anonymous, expiresAt }) });
    expect(await rest(await province.subscribe(client))).toMatchObject([end('SUBSCRIPTION_EXPIRED')]);
    await untilOpen(province, 0);
  });

  test('goes on when the supergraph is replaced, by the new one', async () => {
    province = await startLiveProvince();
    const events = await province.subscribe('text/event-stream');
    await province.reload();
    await until(() => province.movement.opened() === 2, { what: 'the subscription to go on' });
    await untilOpen(province, 1);
    province.movement.publish(changed('14845'));
    expect((await events.next()).value).toEqual(told('14845'));
    await events.return();
  });

  test('ends when its subgraph is reached in another way, so that its caller subscribes there', async () => {
    province = await startLiveProvince();
    const events = await province.subscribe('text/event-stream');
    province.reach();
    expect(await rest(events)).toMatchObject([end('SUBSCRIPTION_OUTDATED')]);
    await untilOpen(province, 0);
    const again = await province.subscribe('text/event-stream');
    province.movement.publish(changed('14845'));
    expect((await again.next()).value).toEqual(told('14845'));
    await again.return();
  });

  test.each(clientProtocols)('over %s is to be asked for again when the gateway stops', async (client) => {
    province = await startLiveProvince();
    const events = rest(await province.subscribe(client));
    await untilOpen(province, 1);
    await province.stopGateway();
    const code = client === 'graphql-transport-ws' ? 'Going away' : 'SUBSCRIPTION_LOST';
    expect(await events).toMatchObject([end(code)]);
  });

  test('of a caller that does not read ends with an error, and holds up no other', async () => {
    province = await startLiveProvince();
    const slow = await province.post(progressChanged, 'text/event-stream');
    await untilOpen(province, 1);
    const fast = responsesOf(await province.post(progressChanged, 'text/event-stream'));
    const large = 'x'.repeat(128 * 1024);
    for (let n = 0; n < 120; n++) {
      const next = fast.next();
      province.movement.publish(changed(`${n}${large}`));
      expect((await next).value).toEqual(told(`${n}${large}`));
    }
    const events = await rest(responsesOf(slow));
    expect(events.length).toBeLessThan(120);
    expect(events.at(-1)).toMatchObject(end('SUBSCRIPTION_TOO_SLOW'));
    await fast.return(undefined);
  });
});
