import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { subscriptionProtocols } from '../../gateway/src/subscription/transports.js';
import {
  changed,
  clientProtocols,
  type LiveProvince,
  startLiveProvince,
  told,
  until,
} from './support/live-province.js';

let province: LiveProvince;

const rest = async (events: AsyncIterable<unknown>): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const event of events) all.push(event);
  return all;
};

describe.each(subscriptionProtocols)('a subgraph that is subscribed to by %s', (protocol) => {
  beforeAll(async () => {
    province = await startLiveProvince(protocol);
  });
  afterAll(() => province.stop());

  test.each(clientProtocols)('tells clients of %s of each event, and when there are no more', async (client) => {
    const events = await province.subscribe(client);
    province.movement.publish(changed('14845'));
    expect((await events.next()).value).toEqual(told('14845'));
    province.movement.publish(changed('16174'));
    province.movement.publish(null);
    province.movement.complete();
    expect(await rest(events)).toEqual([told('16174'), { data: { goalProgressChanged: null } }]);
  });

  test.each(clientProtocols)('is told when the client of %s has left', async (client) => {
    const events = await province.subscribe(client);
    province.movement.publish(changed('14845'));
    await events.next();
    await events.return();
    await until(() => province.movement.open() === 0);
  });
});
