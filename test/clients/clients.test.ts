import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { folderOfHub } from '../hub/support/hub-folders.js';
import { freePort, type RunningCommand, startCommand } from '../hub/support/hub.js';
import { choosePorts, localUrl } from '../../subgraphs/hub/src/cli/ports.js';
import { sandboxSettings } from '../../subgraphs/hub/src/cli/start.command.js';
import { until } from '../support/until.js';
import { codeGenerators } from './code-generators.js';
import { documentedExamples } from './examples.js';
import { firstRequests } from './first-requests.js';
import { nodeIds } from './node-ids.js';
import { type HubForApps, ownPackages } from './own-packages.js';
import {
  batchedByApollo,
  followers,
  persistedByApollo,
  ratiosFromApollo,
  ratiosFromGraphqlRequest,
  ratiosFromUrql,
  saidOf,
} from './programs.js';
import { pythonGql } from './python-gql.js';
import { relay } from './relay.js';
import { registerSandboxApp, sandbox } from './sandbox.js';

/** The day before the demonstration's newest releases: what was known then is another figure. */
const day = '2026-10-01';

/** The process of a hub's gateway. */
function gatewayOf(launcher: number): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().trim().split('\n');
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent, ...args]) => Number(parent) === launcher && args.join(' ').includes('gateway/dist'));
  return Number(found?.[0]);
}

describe('clients with their defaults, against a running hub', () => {
  let running: RunningCommand;
  let url: string;
  let forApps: HubForApps;

  beforeAll(async () => {
    const [port, folder] = [await freePort(), await folderOfHub('demonstration')];
    running = startCommand(['start', '--port', String(port)], { folder, environment: sandboxSettings });
    await running.untilItSays('Ctrl-C stops it.');
    url = `http://127.0.0.1:${String(port)}/graphql`;
    const ports = choosePorts(String(port), {});
    const address = localUrl(ports, 'gateway');
    forApps = {
      url: address,
      app: await registerSandboxApp(address, localUrl(ports, 'issuer')),
      clientSecret: readFileSync(join(folder, '.data', 'issuer', 'client-secret'), 'utf8').trim(),
    };
  });
  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.ended;
  });

  test('show the figures of now and of a day as the hub said them', async () => {
    const expected = await ratiosFromGraphqlRequest(url, day);
    expect(expected[0]).not.toEqual(expected[1]);
    expect(expected.every((ratio) => typeof ratio === 'number')).toBe(true);
    expect(await ratiosFromApollo(url, day, 'usual')).toEqual(expected);
    expect(await ratiosFromApollo(url, day, 'published')).toEqual(expected);
    expect(await ratiosFromUrql(url, day)).toEqual(expected);
  });

  test('read the public schema without a token, as clients of 2021 know it', async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: getIntrospectionQuery({ specifiedByUrl: true }) }),
    });
    const { data } = (await response.json()) as { data: IntrospectionQuery };
    const known = new Set(
      'QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION'.split(
        ' ',
      ),
    );
    const locations = data.__schema.directives.flatMap((directive) => directive.locations);
    expect(locations.filter((location) => !known.has(location))).toEqual([]);
    const schema = buildClientSchema(data);
    expect(schema.getQueryType()?.getFields()).toMatchObject({ goals: {} });
    expect(schema.getType('LearningGroup')).toBeUndefined();
    // The mutations for an app without an account yet, and for the links in mails.
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).toSorted()).toEqual([
      'confirmApp',
      'confirmMailAlert',
      'endMailAlert',
      'registerApp',
    ]);
    const text = await (await fetch(url.replace('/graphql', '/schema/anonymous.graphql'))).text();
    expect(text).toContain('type Goal');
    expect(text).not.toContain('type LearningGroup');
    expect((await fetch(url.replace('/graphql', '/schema/app.graphql'))).status).toBe(401);
  });

  test('that send operations together are told of each that batching is off', async () => {
    expect(await batchedByApollo(url)).toEqual([
      expect.stringContaining('Batching is off'),
      expect.stringContaining('Batching is off'),
    ]);
  });

  test('that name operations by their digests send the text once', async () => {
    const { data, methods } = await persistedByApollo(url);
    expect(data).toEqual({ organisations: expect.any(Array) });
    expect(methods).toEqual(['GET', 'POST', 'GET']);
  });

  sandbox(() => forApps);
  firstRequests(() => forApps);
  nodeIds(() => forApps);
  ownPackages(() => forApps);
  documentedExamples(() => forApps);
  codeGenerators(() => forApps);
  relay(() => forApps, day);
  pythonGql(() => forApps, day);

  test('that join a subscription are told the present at once, and come back by themselves when the gateway starts anew', async () => {
    // The tries of a default are over within half a minute, in which a slow machine may not have begun to listen again;
    // over a rolling restart the defaults do (rolling-restart.test.ts).
    const follow = () =>
      Object.entries(followers).map(([name, open]) => ({ name, followed: open(url, { attempts: 30 }) }));
    const first = follow();
    const has = (count: number) => (all: typeof first) => all.every(({ followed }) => followed.events.length >= count);
    const seen = (all: typeof first) => () =>
      all.map(({ name, followed: { events, ended, told } }) => [name, events.length, saidOf(ended), saidOf(told)]);
    const one = has(1);
    await until(() => one(first), { what: 'an event for each', seen: seen(first) });
    // Equal ones, which share what the gateway asks.
    const joined = follow();
    await until(() => one(joined), { what: 'the present for each that joined', seen: seen(joined) });
    process.kill(gatewayOf(running.pid), 'SIGTERM');
    await running.untilItSays('gateway is ready again.');
    const all = [...first, ...joined];
    const again = has(2);
    await until(() => again(all), { what: 'each to come back', within: 60_000, every: 200, seen: seen(all) });
    for (const { followed } of all) {
      expect(followed.ended).toBeUndefined();
      followed.leave();
    }
  });
});
