import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { type AccessFeed, type Cell, writeFeedAnswer } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { freePort } from '../../test/support/free-port.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { publishThrough } from '../../test/support/publishing.js';
import { callerOf, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph, type SubgraphOptions } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { isSignedWith, take, WebhookReceiver } from '../../test/support/webhook-receiver.js';
import { movement } from './src/subgraph.js';
import { pauseAfter } from './src/webhooks/webhook-sender.js';

const scopes = ['progress:read', 'webhooks:manage'];
const app = callerOf({ subject: 'dashboard', app: 'dashboard', roles: ['app'], scopes });
const other = callerOf({ subject: 'other-app', app: 'other-app', roles: ['app'], scopes });
const operator = callerOf({ subject: 'op', roles: ['operator'], scopes: ['webhooks:manage'] });
const goal = 'ADULTS_BASIC';
const organisations = ['womens-union', 'youth-union', 'university', 'public-sector'];
const [hour, day] = [3_600_000, 86_400_000];

describe('webhooks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  const database = newDatabase();
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let receiver: WebhookReceiver;
  /** How far the clock is behind the machine's, in milliseconds. */
  let behind = 0;
  const now = () => new Date(Date.now() - behind);

  const start = async (networks: readonly string[] = ['127.0.0.0/8'], more: SubgraphOptions = {}) => {
    subgraph = await startSubgraph(movement, database, {
      ...more,
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now, eventsEveryMs: 40, webhookNetworks: networks },
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
  };
  const told = async (query: string, caller = app) => {
    const { data, errors = [] } = await gateway.query(query, { caller });
    return { data, codes: errors.map(({ extensions }) => extensions?.['code']) };
  };
  const ask = async (query: string, caller = app) => {
    const { data, codes } = await told(query, caller);
    expect(codes).toEqual([]);
    return data;
  };
  const fields =
    'id name owner url kinds goalCodes communeCodes state disabledReason cursor failingSince retryAt deliveries(first: 200) { messageId type eventCursor attempt status fault }';
  const create = (url: string, given = '', communes = '', caller = app) =>
    told(
      `mutation { createWebhook(input: { name: "Bảng theo dõi", url: "${url}"${given} }${communes}) { secret webhook { ${fields} } } }`,
      caller,
    );
  /** Makes a webhook for publications. */
  const made = async (path: string, given = ', kinds: [PUBLICATION, REVISION]', communes = '') => {
    const { data, codes } = await create(receiver.url(path), given, communes);
    expect(codes).toEqual([]);
    return data['createWebhook'] as { secret: string; webhook: { id: string; cursor: string } };
  };
  const webhookOf = async (id: string) =>
    (await ask(`{ webhooks { ${fields} } }`))['webhooks'].find((one: any) => one.id === id);
  const publish = async (times = 1) => {
    for (let time = 0; time < times; time += 1) await publishThrough(gateway, { period: '2026-09' });
  };
  const newestCursor = async () => Number((await ask('{ events(first: 1) { cursor } }'))['events'].cursor);
  /** Waits until the log has that many publications after a number. */
  const logged = async (after: number, count: number): Promise<string[]> => {
    let nodes: { cursor: string }[] = [];
    await until(
      async () => {
        const query = `{ events(first: 100, after: "${after}", kinds: [PUBLICATION, REVISION]) { nodes { cursor } } }`;
        ({ nodes } = (await ask(query))['events']);
        return nodes.length >= count;
      },
      { what: `${count} publications`, every: 40 },
    );
    return nodes.map(({ cursor }) => cursor);
  };
  const takenAt = (path: string) => receiver.taken.filter((one) => one.path === path);
  const untilTaken = (path: string, count: number) =>
    until(() => takenAt(path).length >= count, {
      ...{ what: `${count} messages at ${path}`, every: 20, seen: () => receiver.came.slice(-5) },
    });
  const untilState = (id: string, state: string) =>
    until(async () => (await webhookOf(id)).state === state, { what: `the state ${state}`, every: 40 });

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    receiver = await WebhookReceiver.open();
    await start();
    for (const kind of ['organisations', 'goal-expectations', 'denominators', 'goal-metadata']) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    const cells: Cell[] = [
      [goal, '38', '0001-01-01', '2026-09', 2000, 2000, 0],
      [goal, '14845', '2025-07-01', '2026-09', 200, 200, 0],
    ];
    for (const one of organisations) await offered.release(one, cells, { through: '2026-09-30' });
  }, 240_000);
  beforeEach(async () => {
    receiver.answer = take;
    behind = 0;
    for (const { id } of (await ask('{ webhooks { id } }', operator))['webhooks'])
      await ask(`mutation { deleteWebhook(id: "${id}") { id } }`, operator);
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    receiver.stop();
    rmSync(folder, { recursive: true });
  });

  test('are told what is chosen, signed as Standard Webhooks has it', async () => {
    const { secret, webhook } = await made('/chosen');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({ state: 'ACTIVE', owner: 'dashboard', kinds: ['PUBLICATION', 'REVISION'] });
    await publish();
    await untilTaken('/chosen', 1);
    const [message] = takenAt('/chosen');
    const { data, type } = message?.body ?? {};
    expect(message?.id).toMatch(new RegExp(`^msg_${webhook.id}_${data?.['cursor']}_[a-z0-9]+$`));
    expect(type).toMatch(/^publication\.(published|revised)$/);
    expect(data).toMatchObject({ period: '2026-09', publication: expect.stringMatching(/^2026-09_\d+$/), goal: null });
    expect(Object.keys(data ?? {})).not.toContain('communes');
    expect(message && isSignedWith(secret, message)).toBe(true);
    expect(message && isSignedWith(`whsec_${Buffer.alloc(32).toString('base64')}`, message)).toBe(false);
    expect((await webhookOf(webhook.id)).deliveries).toEqual([
      { messageId: message?.id, type, eventCursor: data?.['cursor'], attempt: 1, status: 204, fault: null },
    ]);
  });

  test('lose nothing and double nothing where a receiver is down for an hour', async () => {
    behind = 3 * hour;
    const from = await newestCursor();
    const { webhook, secret } = await made('/down');
    receiver.answer = (_received, response) => response.writeHead(503).end();
    await publish(3);
    const first = await logged(from, 3);
    await untilState(webhook.id, 'WAITING');
    // Over the hour the attempts become rarer, and the server restarts.
    for (let minute = 0; minute < 60; minute += 10) {
      if (minute === 30) {
        await subgraph.stop();
        await start();
        await publish(2);
      }
      behind -= 10 * 60_000;
      const isTried = async () => new Date((await webhookOf(webhook.id)).retryAt) > now();
      await until(isTried, { what: 'no attempt to be due any more', every: 40 });
    }
    expect((await webhookOf(webhook.id)).deliveries[0].attempt).toBeGreaterThanOrEqual(4);
    const all = await logged(from, 5);
    expect(takenAt('/down')).toEqual([]);
    expect(new Set(receiver.came.filter(({ path }) => path === '/down').map(({ id }) => id)).size).toBe(1);
    receiver.answer = take;
    behind = 0;
    await untilTaken('/down', 5);
    await untilState(webhook.id, 'ACTIVE');
    const cursors = takenAt('/down').map(({ body }) => String(body.data['cursor']));
    expect(cursors).toEqual(all);
    expect(all.slice(0, 3)).toEqual(first);
    expect(new Set(takenAt('/down').map(({ id }) => id)).size).toBe(5);
    expect(takenAt('/down').every((message) => isSignedWith(secret, message))).toBe(true);
  }, 240_000);

  test('send again under the same id what may not have arrived', async () => {
    behind = hour;
    const { webhook } = await made('/cut');
    receiver.answer = (_received, response) => response.destroy();
    await publish();
    await untilState(webhook.id, 'WAITING');
    receiver.answer = take;
    behind = 0;
    await untilTaken('/cut', 1);
    const ids = receiver.came.filter(({ path }) => path === '/cut').map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ids).size).toBe(1);
    expect((await webhookOf(webhook.id)).deliveries.map(({ fault }: any) => fault)).toContain('UNREACHABLE');
  });

  test('are disabled after three days in vain, and go on from a cursor', async () => {
    behind = 4 * day;
    const { webhook } = await made('/broken');
    receiver.answer = (_received, response) => response.writeHead(500).end();
    await publish(2);
    await untilState(webhook.id, 'WAITING');
    behind = 1.5 * day;
    await until(async () => (await webhookOf(webhook.id)).deliveries.length >= 2, { what: 'an attempt', every: 40 });
    expect((await webhookOf(webhook.id)).state).toBe('WAITING');
    behind = 0.9 * day;
    await untilState(webhook.id, 'DISABLED');
    expect(await webhookOf(webhook.id)).toMatchObject({ disabledReason: 'FAILING', cursor: webhook.cursor });
    const ids = new Set(receiver.came.filter(({ path }) => path === '/broken').map(({ id }) => id));
    receiver.answer = take;
    behind = 0;
    await ask(`mutation { replayWebhook(id: "${webhook.id}", after: "${webhook.cursor}") { state } }`);
    await untilTaken('/broken', 2);
    expect(ids.has(takenAt('/broken')[0]?.id ?? '')).toBe(true);
    await until(async () => (await webhookOf(webhook.id)).failingSince === null, { what: 'its end', every: 40 });
    // From an earlier cursor, all messages come again under the same ids.
    await ask(`mutation { replayWebhook(id: "${webhook.id}", after: "${webhook.cursor}") { state } }`);
    await untilTaken('/broken', 4);
    const [one, two, again, andAgain] = takenAt('/broken').map(({ id }) => id);
    expect([again, andAgain]).toEqual([one, two]);
    expect((await told(`mutation { replayWebhook(id: "${webhook.id}", after: "999999") { state } }`)).codes).toEqual([
      'UNKNOWN_CURSOR',
    ]);
  });

  test('end at once for a receiver that says it is gone', async () => {
    const { webhook } = await made('/gone');
    receiver.answer = (_received, response) => response.writeHead(410).end();
    await publish();
    await untilState(webhook.id, 'DISABLED');
    expect(await webhookOf(webhook.id)).toMatchObject({ disabledReason: 'GONE' });
  });

  test('follow nothing, and read no more of an answer than they need', async () => {
    const { webhook } = await made('/redirects');
    receiver.answer = ({ path }, response) => {
      response.writeHead(path === '/redirects' ? 302 : 204, { location: receiver.url('/elsewhere') }).end();
    };
    const test = async () =>
      (await ask(`mutation { testWebhook(id: "${webhook.id}") { type status fault } }`))['testWebhook'];
    expect(await test()).toEqual({ type: 'webhook.test', status: 302, fault: 'HTTP_302' });
    expect(receiver.came.some(({ path }) => path === '/elsewhere')).toBe(false);
    expect((await told(`mutation { testWebhook(id: "${webhook.id}") { type } }`)).codes).toEqual(['TOO_MANY_TESTS']);
    behind = -10_000;
    let sent = 0;
    receiver.answer = (_received, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) sent += 1;
      };
      response.on('drain', more);
      more();
    };
    expect(await test()).toMatchObject({ status: 200, fault: null });
    expect(sent).toBeLessThan(1000);
  });

  test('that wait are told at once when a test is taken', async () => {
    const { webhook } = await made('/mended');
    receiver.answer = (_received, response) => response.writeHead(503).end();
    await publish();
    await untilState(webhook.id, 'WAITING');
    receiver.answer = take;
    await ask(`mutation { testWebhook(id: "${webhook.id}") { fault } }`);
    await untilTaken('/mended', 2);
    expect(takenAt('/mended').map(({ body }) => body.type.split('.')[0])).toEqual(['webhook', 'publication']);
  });

  test('are signed with the former secret, too, for a day after it was changed', async () => {
    const { webhook, secret: former } = await made('/rotated');
    const rotated = await ask(`mutation { rotateWebhookSecret(id: "${webhook.id}") { secret } }`);
    const { secret } = rotated['rotateWebhookSecret'];
    await publish();
    await untilTaken('/rotated', 1);
    const [message] = takenAt('/rotated');
    expect([former, secret].map((one) => message && isSignedWith(one, message))).toEqual([true, true]);
    await subgraph.execute('update webhook set former_until = ?', [new Date(now().getTime() - 1)]);
    await publish();
    await untilTaken('/rotated', 2);
    const next = takenAt('/rotated')[1];
    expect([former, secret].map((one) => next && isSignedWith(one, next))).toEqual([false, true]);
  });

  test('are told of communes where they chose some, and of those alone', async () => {
    const { webhook } = await made('/communes', ', kinds: [FIGURES]', ', communes: ["14845"]');
    const { webhook: without } = await made('/without', ', kinds: [FIGURES]');
    const cells = (commune: string): Cell[] => [[goal, commune, '2025-07-01', '2026-10', 300, 300, 0]];
    await offered.release('womens-union', cells('14869'), { through: '2026-10-31' });
    await offered.release('womens-union', cells('14845'), { through: '2026-10-31' });
    await untilTaken('/communes', 1);
    await untilTaken('/without', 1);
    await until(async () => (await webhookOf(webhook.id)).cursor === (await webhookOf(without.id)).cursor, {
      ...{ what: 'both to be told', every: 40 },
    });
    expect(takenAt('/communes').map(({ body }) => body.data['communes'])).toEqual([['14845']]);
    expect(takenAt('/without').every(({ body }) => !('communes' in body.data))).toBe(true);
    const noScope = callerOf({ subject: 'dashboard', app: 'dashboard', roles: ['app'], scopes: ['webhooks:manage'] });
    const refused = await create(receiver.url('/x'), '', ', communes: ["14845"]', noScope);
    expect(refused.codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
  });

  test('come to the receiver that the documentation shows, and are kept once', async () => {
    // Next to the packages that it needs.
    const example = mkdtempSync(fileURLToPath(new URL('node_modules/.example-', import.meta.url)));
    const [program, file] = [join(example, 'receive.mjs'), join(example, 'events.db')];
    copyFileSync(new URL('../../docs/examples/webhooks/receive.js', import.meta.url), program);
    const port = await freePort();
    const address = `http://127.0.0.1:${port}/`;
    const { data } = await create(address, ', kinds: [PUBLICATION, REVISION]');
    const { secret, webhook } = data['createWebhook'];
    const child = spawn(process.execPath, [program, String(port), file], {
      env: { ...process.env, NODE_OPTIONS: '', WEBHOOK_SECRET: secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      await publish();
      await until(async () => (await webhookOf(webhook.id)).deliveries.length > 0, { what: 'a delivery', every: 40 });
      await ask(`mutation { replayWebhook(id: "${webhook.id}", after: "${webhook.cursor}") { state } }`);
      await until(async () => (await webhookOf(webhook.id)).deliveries.length > 1, { what: 'another', every: 40 });
      const { deliveries } = await webhookOf(webhook.id);
      expect(deliveries.map(({ status }: any) => status)).toEqual([204, 204]);
      expect((await fetch(address, { method: 'POST', body: '{}' })).status).toBe(400);
      const kept = new DatabaseSync(file, { readOnly: true });
      expect(
        kept
          .prepare('SELECT id, type FROM event')
          .all()
          .map(({ id, type }) => ({ id, type })),
      ).toEqual([{ id: deliveries[0].messageId, type: 'publication.revised' }]);
      kept.close();
    } finally {
      child.kill();
      rmSync(example, { recursive: true, force: true });
    }
  });

  test('are their owner’s and the operator’s alone', async () => {
    const { webhook } = await made('/own');
    expect((await ask('{ webhooks { id } }', other))['webhooks']).toEqual([]);
    for (const deed of [
      `rotateWebhookSecret(id: "${webhook.id}") { secret }`,
      `testWebhook(id: "${webhook.id}") { type }`,
      `replayWebhook(id: "${webhook.id}", after: "0") { id }`,
      `deleteWebhook(id: "${webhook.id}") { id }`,
    ]) {
      expect((await told(`mutation { ${deed} }`, other)).codes).toEqual(['BAD_USER_INPUT']);
    }
    expect((await ask('{ webhooks { id } }', operator))['webhooks']).toEqual([{ id: webhook.id }]);
    const reader = callerOf({ subject: 'x', roles: ['app'], scopes: ['progress:read'] });
    expect((await gateway.ask('{ webhooks { id } }', { caller: reader })).status).toBe(403);
    const byKey = callerOf({ subject: 'key:1', key: '1', roles: ['app'], scopes });
    expect((await told('{ webhooks { id } }', byKey)).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    await ask(`mutation { deleteWebhook(id: "${webhook.id}") { id } }`);
    expect((await ask('{ webhooks { id } }'))['webhooks']).toEqual([]);
  });

  test('are ten of one owner at most', async () => {
    for (let count = 0; count < 10; count += 1) await made(`/many/${count}`);
    expect((await create(receiver.url('/many/11'))).codes).toEqual(['TOO_MANY_WEBHOOKS']);
    expect((await create(receiver.url('/many/11'), '', '', other)).codes).toEqual([]);
  });

  test('wait ever longer between attempts, up to an hour', () => {
    expect([1, 2, 3, 9, 10, 60].map((attempts) => pauseAfter(attempts, 0) / 1000)).toEqual([
      ...[10, 20, 40, 2560, 3600, 3600],
    ]);
    expect(pauseAfter(1, 1)).toBe(11_000);
  });

  test.each([
    ...['no address', 'ftp://app.example/', 'https://user:word@app.example/', 'https://app.example/#part'],
    ...['https://10.1.2.3/', 'https://192.168.1.1/', 'https://169.254.169.254/', 'https://[fd00::1]/'],
    `https://app.example/${'a'.repeat(1000)}`,
  ])('refuse %s', async (url) => {
    expect((await create(url)).codes).toEqual(['BAD_USER_INPUT']);
  });

  test.each([
    ...[', goalCodes: ["NO_GOAL"]', ', organisationCodes: ["nobody"]', ', kinds: []', ', until: "9999-12-31"'],
    ...[', until: "2020-01-01"', ', name: ""'],
  ])('refuse input with %s', async (given) => {
    const input = given.includes('name')
      ? `name: "", url: "https://app.example/"`
      : `name: "x", url: "https://app.example/"${given}`;
    const { codes } = await told(`mutation { createWebhook(input: { ${input} }) { secret } }`);
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  test('send nothing to where only the hub can reach, whatever a name means', async () => {
    const { webhook } = await made('/inward');
    await subgraph.stop();
    await start([]);
    for (const url of [
      receiver.url('/x'),
      'https://127.0.0.1/',
      'https://localhost/',
      'https://[::1]/',
      'https://registry/',
    ])
      expect((await create(url)).codes).toEqual(['BAD_USER_INPUT']);
    const tested = async (url: string) => {
      await subgraph.execute('update webhook set url = ?, tested_at = null where id = ?', [url, webhook.id]);
      const answer = await ask(`mutation { testWebhook(id: "${webhook.id}") { status fault } }`);
      return answer['testWebhook'];
    };
    const before = receiver.came.length;
    for (const url of [
      receiver.url('/inward'),
      `https://localhost:${receiver.port}/`,
      `http://localhost:${receiver.port}/`,
    ])
      expect(await tested(url)).toEqual({ status: null, fault: 'INWARD_ADDRESS' });
    expect(receiver.came).toHaveLength(before);
    await subgraph.stop();
    await start();
  });

  test('end once their owner has lost the right, as the registry’s feed says, with the reason', async () => {
    const id = 'app-aaaaaaaaaaaa';
    const [registered, ofOrganisation] = [
      callerOf({ subject: id, app: id, roles: ['app'], scopes }),
      callerOf({ subject: 'service', organisation: 'rural-union', roles: ['organisation-service'], scopes }),
    ];
    const digest = '0'.repeat(64);
    const app = { id, state: 'ACCEPTED' as const, terms: digest };
    const secret = { id: 'bbbbbbbbbbbb', hash: digest, until: '2999-12-31', app: id };
    const organisation = { code: 'rural-union', state: 'LIVE' as const, agreements: null };
    const holding: AccessFeed = { apps: [app], keys: [secret], organisations: [organisation] };
    let [feed, sequence] = [holding, 1];
    const says = (next: AccessFeed) => ([feed, sequence] = [next, sequence + 1]);
    const registry = createServer(({ url = '' }, answer) => {
      const { pathname, searchParams } = new URL(url, 'http://registry');
      if (!pathname.endsWith('/feed')) return void answer.writeHead(503).end();
      const [known, nonce] = [Number(searchParams.get('after')), searchParams.get('nonce') ?? ''];
      return void answer.end(writeFeedAnswer({ sequence, text: JSON.stringify(feed) }, { known, nonce }, undefined));
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
    await subgraph.stop();
    await start(['127.0.0.0/8'], { registry: { url, token: 'x', folder: join(folder, 'registry'), keyFiles: [] } });
    const newWebhook = async (path: string, caller: string) => {
      const { data, codes } = await create(receiver.url(path), ', kinds: [PUBLICATION]', '', caller);
      expect(codes).toEqual([]);
      return data['createWebhook'].webhook.id as string;
    };
    const [ofApp, ofService] = [await newWebhook('/app', registered), await newWebhook('/service', ofOrganisation)];
    const stateOf = async (one: string) =>
      (await ask('{ webhooks { id state disabledReason } }', operator))['webhooks'].find((two: any) => two.id === one);
    const replay = (one: string, caller: string) =>
      ask(`mutation { replayWebhook(id: "${one}", after: "0") { id } }`, caller);
    // A webhook that continued before the next feed was read is disabled again by the former feed, and then continues
    // once more.
    const untilReason = (one: string, caller: string, reason: string) =>
      until(
        async () => {
          const { state, disabledReason } = await stateOf(one);
          if (state === 'DISABLED' && disabledReason !== reason) await replay(one, caller);
          return disabledReason === reason;
        },
        { what: `the reason ${reason}`, every: 40 },
      );
    const losses: readonly (readonly [AccessFeed, string])[] = [
      [{ ...holding, apps: [{ ...app, state: 'SUSPENDED' }] }, 'APP_NOT_ACCEPTED'],
      [{ ...holding, apps: [], keys: [] }, 'APP_NOT_ACCEPTED'],
      [{ ...holding, keys: [{ ...secret, revoked: true }] }, 'NO_KEY'],
      [{ ...holding, keys: [{ ...secret, until: '2020-01-01' }] }, 'NO_KEY'],
    ];
    for (const [what, reason] of losses) {
      says(what);
      await untilReason(ofApp, registered, reason);
      expect((await stateOf(ofService)).state).toBe('ACTIVE');
      says(holding);
      await until(
        async () => {
          await replay(ofApp, registered);
          return (await stateOf(ofApp)).state !== 'DISABLED';
        },
        { what: 'it goes on once its owner has the right again', every: 200 },
      );
    }
    says({ ...holding, organisations: [{ ...organisation, state: 'SUSPENDED' }] });
    await untilReason(ofService, ofOrganisation, 'NOT_LINKED');
    registry.closeAllConnections();
    registry.close();
    await subgraph.stop();
    await start();
  });

  test('end once no agreement shares their events with their owner, with the reason', async () => {
    const agreementsFolder = join(folder, 'agreements');
    const file = join(agreementsFolder, 'movement', 'agreements.yaml');
    const text = await readFile(new URL('agreements.yaml', movement.folder), 'utf8');
    /** Movement's agreements with a change to one of them. */
    const changed = (id: string, change: (agreement: string) => string) =>
      text.replace(new RegExp(`^  - id: ${id}\\n(?: {4}.*\\n)+`, 'm'), (found) => {
        const made = change(found);
        expect(made).not.toBe(found);
        return made;
      });
    const ended = (agreement: string) => `${agreement}    until: 2025-07-02\n`;
    mkdirSync(join(agreementsFolder, 'movement'), { recursive: true });
    const service = callerOf({
      ...{ subject: 'service', organisation: 'rural-union', roles: ['organisation-service'], scopes },
    });
    const newWebhook = async (path: string, caller: string, communes = '') => {
      const { data, codes } = await create(receiver.url(path), ', kinds: [PUBLICATION]', communes, caller);
      expect(codes).toEqual([]);
      return data['createWebhook'].webhook.id as string;
    };
    const reasons = async () => {
      const all = (await ask('{ webhooks { id disabledReason } }', operator))['webhooks'] as any[];
      return new Map(all.map(({ id, disabledReason }) => [id, disabledReason]));
    };
    // Of webhooks of an app, of the same app for a commune, and of an organisation.
    const holding: [string, readonly (string | null)[]][] = [
      [changed('MV-WEBHOOKS', ended), ['AGREEMENT_ENDED', 'AGREEMENT_ENDED', 'AGREEMENT_ENDED']],
      [changed('MV-PROGRESS', ended), [null, 'AGREEMENT_ENDED', null]],
      [
        changed('MV-WEBHOOKS', (one) => one.replace('      - role: app\n', '')),
        ['AGREEMENT_ENDED', 'AGREEMENT_ENDED', null],
      ],
      [
        'format: 1\norganisation: movement\nagreements: []\n',
        ['AGREEMENT_ENDED', 'AGREEMENT_ENDED', 'AGREEMENT_ENDED'],
      ],
    ];
    for (const [now, expected] of holding) {
      writeFileSync(file, text);
      await subgraph.stop();
      await start(['127.0.0.0/8'], { agreementsFolder });
      const made = [
        await newWebhook('/by-app', app),
        await newWebhook('/by-app', app, ', communes: ["14845"]'),
        await newWebhook('/by-service', service),
      ];
      expect([...(await reasons()).values()]).toEqual([null, null, null]);
      writeFileSync(file, now);
      await until(async () => [...(await reasons()).values()].some((reason) => reason !== null), {
        ...{ what: 'a webhook to end', every: 40 },
      });
      const found = await reasons();
      expect(made.map((id) => found.get(id))).toEqual(expected);
      for (const id of made) await ask(`mutation { deleteWebhook(id: "${id}") { id } }`, operator);
    }
    await subgraph.stop();
    await start();
  });
});
