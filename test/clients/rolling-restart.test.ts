import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataFolder } from '../../subgraphs/hub/src/cli/data-folder.js';
import { gatewayPart } from '../../subgraphs/hub/src/cli/parts.js';
import { choosePorts } from '../../subgraphs/hub/src/cli/ports.js';
import { folderOfHub } from '../hub/support/hub-folders.js';
import { freePort, hub, type RunningCommand, startCommand } from '../hub/support/hub.js';
import { OperatedPart } from '../operations/support/operated-part.js';
import { freePort as onePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { type Balancer, openBalancer } from './balancer.js';
import { changed, type Followed, followers, saidOf } from './programs.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const progress = 'subscription { goalProgressChanged(goal: "ADULTS_CONFIRMED") { denominator { value } } }';
const versions = 'subscription { figuresVersionChanged }';

/** A client with a subscription, and its last message. */
interface Told {
  readonly name: string;
  readonly followed: Followed;
}

describe('clients with their defaults, behind one address of two gateways', () => {
  let running: RunningCommand;
  let folder: string;
  let port: number;
  let balancer: Balancer;
  const gateways: OperatedPart[] = [];

  beforeAll(async () => {
    [port, folder] = [await freePort(), await folderOfHub('demonstration')];
    running = startCommand(['start', '--no-gateway', '--port', String(port)], { folder });
    await running.untilItSays('Ctrl-C stops it.');
    const ports = choosePorts(String(port), {});
    const premises = { root, folder, environment: {}, data: new DataFolder(join(folder, '.data')), ports };
    gateways.push(new OperatedPart(gatewayPart(premises)));
    const others = new Map(ports).set('gateway', await onePort());
    gateways.push(
      new OperatedPart(gatewayPart({ ...premises, ports: others }), {
        REGISTRY_FOLDER: join(folder, '.data', 'second-gateway'),
      }),
    );
    for (const gateway of gateways) await gateway.start();
    balancer = await openBalancer(gateways.map(({ url }) => url));
  }, 900_000);
  afterAll(async () => {
    await balancer.close();
    for (const gateway of gateways) await gateway.kill();
    running.child.kill('SIGINT');
    await running.ended;
  });

  const follow = (query: string): Told[] =>
    Object.entries(followers).map(([name, open]) => ({ name, followed: open(`${balancer.url}/graphql`, { query }) }));
  const newest = ({ followed }: Told): any => (followed.events.at(-1) as { data?: unknown } | undefined)?.data;
  const seen = (all: readonly Told[]) => () =>
    all.map((one) => {
      const { events, ended, told } = one.followed;
      return [one.name, newest(one), events.length, saidOf(ended), saidOf(told)];
    });
  /** Has the province's adults be another number: what is asked of the goal is another value then. */
  const adults = async (value: number) => {
    const file = join(folder, 'denominators.csv');
    const header =
      'audience,place_code,version,value,at_most,as_of,valid_from,valid_until,source,basis,remark,demonstration';
    writeFileSync(file, `${header}\nADULTS,38,1,${String(value)},,2025-07-01,2025-04-24,,A test,CENSUS,,true\n`);
    const imported = await hub(
      ['import', 'movement', 'denominators', file, '--demonstration', '--port', String(port)],
      {
        folder,
      },
    );
    expect(imported).toMatchObject({ exitCode: 0 });
  };
  const ask = async (query: string): Promise<any> => {
    const response = await fetch(`${balancer.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as { data: unknown }).data;
  };

  test('come back over a rolling restart by themselves, and miss nothing that changed meanwhile', async () => {
    const [goals, bells] = [follow(progress), follow(versions)];
    const all = [...goals, ...bells];
    const told = (one: Told) => newest(one) !== undefined;
    await until(() => all.every(told), { what: 'the present for each', seen: seen(all) });
    let people = 2_000_000;
    for (const gateway of gateways) {
      const before = all.map(({ followed }) => followed.events.length);
      await gateway.stop();
      // A client without its stream cannot get this change as an event.
      await adults((people += 100_000));
      await gateway.start();
      const { figuresVersion } = await ask('{ figuresVersion }');
      const isTold = () =>
        goals.every((one) => newest(one)?.goalProgressChanged?.denominator.value === people) &&
        bells.every((one) => newest(one)?.figuresVersionChanged === figuresVersion);
      await until(isTold, { what: 'what changed, for each', within: 30_000, every: 100, seen: seen(all) });
      expect(all.every(({ followed }, index) => followed.events.length > (before[index] ?? 0))).toBe(true);
    }
    for (const { name, followed } of all) {
      expect([name, followed.ended]).toEqual([name, undefined]);
      followed.leave();
    }
    expect(new Set(balancer.went).size).toBe(2);
  });

  test('that say which version they have are told at once of a newer one, and else when there is one', async () => {
    const { figuresVersion: present } = await ask('{ figuresVersion }');
    const since = (version: string) => `subscription { figuresVersionChanged(since: "${version}") }`;
    const [current, former] = [follow(since(present)), follow(since('of-before'))];
    await until(() => former.every((one) => newest(one)?.figuresVersionChanged === present), {
      ...{ what: 'the newer version for each', seen: seen(former) },
    });
    expect(current.map(({ followed }) => followed.events)).toEqual(current.map(() => []));
    await adults(2_500_000);
    const { figuresVersion: next } = await ask('{ figuresVersion }');
    expect(next).not.toBe(present);
    await until(() => current.every((one) => newest(one)?.figuresVersionChanged === next), {
      ...{ what: 'the next version for each', seen: seen(current) },
    });
    for (const { followed } of [...current, ...former]) followed.leave();
  });

  test('come back over a restart of the only gateway that answers, where somebody listens before their tries are over', async () => {
    const [first, second] = gateways as [OperatedPart, OperatedPart];
    await second.stop();
    const all = follow(changed);
    await until(() => all.every(({ followed }) => followed.events.length > 0), {
      ...{ what: 'the present for each', seen: seen(all) },
    });
    const before = all.map(({ followed }) => followed.events.length);
    await first.stop();
    await first.start();
    const isBack = () => all.every(({ followed }, index) => followed.events.length > (before[index] ?? 0));
    await until(isBack, { what: 'each to come back', within: 30_000, every: 100, seen: seen(all) });
    for (const { followed } of all) {
      expect(followed.ended).toBeUndefined();
      followed.leave();
    }
  });
});
