import { afterEach, describe, expect, test } from '@jest/globals';
import { anonymous } from '../../gateway/src/request/caller.js';
import { changed, type LiveProvince, startLiveProvince } from '../gateway/support/live-province.js';
import { until } from '../support/until.js';
import { type Followed, followers, saidOf } from './programs.js';

const query = 'subscription { goalProgressChanged(goal: "ADULTS_BASIC") { communeCode } }';

/** A client that follows, by its name. */
interface Follower {
  readonly name: string;
  readonly followed: Followed;
}

describe('clients with their defaults, whose streams the hub ends before their time', () => {
  let province: LiveProvince;
  let all: readonly Follower[];
  afterEach(async () => {
    for (const { followed } of all) followed.leave();
    await province.stop();
  });

  const follow = (): readonly Follower[] =>
    Object.entries(followers).map(([name, open]) => ({ name, followed: open(`${province.url}/graphql`, { query }) }));
  const newest = ({ followed }: Follower): unknown =>
    (followed.events.at(-1) as { data?: any } | undefined)?.data.goalProgressChanged.communeCode;
  const seen = () => all.map((one) => [one.name, newest(one), saidOf(one.followed.ended), saidOf(one.followed.told)]);
  /** Publishes a commune until each client gets it: a client may subscribe again at any time. */
  const tellEach = (communeCode: string) => {
    const isTold = () => {
      province.movement.publish(changed(communeCode));
      return all.every((one) => newest(one) === communeCode);
    };
    return until(isTold, { what: `${communeCode} for each`, within: 30_000, every: 100, seen });
  };
  const stillFollow = () => {
    expect(all.map(({ name, followed }) => [name, saidOf(followed.ended)])).toEqual(
      all.map(({ name }) => [name, undefined]),
    );
  };

  test('subscribe again where the graph has changed (SUBSCRIPTION_OUTDATED), each time', async () => {
    province = await startLiveProvince();
    all = follow();
    await tellEach('14845');
    for (const communeCode of ['16174', '14758']) {
      const before = province.movement.opened();
      province.reach();
      // From now on, events come only through new streams.
      await until(() => province.movement.opened() > before, { what: 'a new stream', within: 30_000, seen });
      await tellEach(communeCode);
    }
    stillFollow();
  });

  test('subscribe again where their right has ended (SUBSCRIPTION_EXPIRED)', async () => {
    const rightMs = 3000;
    province = await startLiveProvince('sse', {
      authenticate: () => () => ({ ...anonymous, expiresAt: Date.now() + rightMs }),
    });
    all = follow();
    await tellEach('14845');
    const before = province.movement.opened();
    await until(() => province.movement.opened() > before, { what: 'a new stream', within: 30_000, seen });
    await tellEach('16174');
    stillFollow();
  });
});
