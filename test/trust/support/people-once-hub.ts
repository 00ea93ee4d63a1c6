import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseAnswer } from '@hub/kit/service';
import { expect } from '@jest/globals';
import { openHubEngine } from '../../../gateway/src/engine/hub-engine.js';
import { anonymous } from '../../../gateway/src/request/caller.js';
import { createServer } from '../../../gateway/src/start/server.js';
import { createSealingPairIfMissing } from '../../../subgraphs/runtime/src/keys/sealing-keys.js';
import { hub, type Outcome } from '../../hub/support/hub.js';
import { freePort } from '../../support/free-port.js';
import { goalFile } from '../../support/goal-files.js';
import { type RunningProgram, startProgram } from '../../support/program.js';
import { type Answer, operatorToken, operatorTokens } from '../../support/subgraph.js';
import { createDatabase } from '../../support/database.js';
import { until } from '../../support/until.js';

/** The organisations of the tests, each with its own data folder and subgraph. */
export const organisations = ['womens-union', 'youth-union'] as const;

export type OrganisationCode = (typeof organisations)[number];

/** The month whose people are counted, and its last day. */
export const period = '2026-03';
const lastDay = '2026-03-31';

/** What movement says of the people of both organisations together. */
export interface PeopleOnce {
  readonly lower: number;
  readonly upper: number | null;
  readonly estimate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly method: 'EXACT' | 'ESTIMATE' | 'BOUNDS';
  readonly noEstimate: string | null;
}

/** Two organisations with their own keys, movement, which counts their people once, and a gateway. */
export interface PeopleOnceHub {
  /** An organisation's data folder, with its keys. */
  readonly home: (organisation: OrganisationCode) => string;
  /** The public keys of all, as `hub secrets` has them. */
  readonly publicKeys: string;
  /** Runs `hub …` as an organisation, where its subgraph is. */
  command(organisation: OrganisationCode, ...args: readonly string[]): Promise<Outcome>;
  /** Hands a file to an organisation, or to movement; every row of it comes in. */
  import(organisation: OrganisationCode | 'movement', kind: string, content: string): Promise<void>;
  /** Has an organisation make a release through the period; null where nothing changed. */
  release(organisation: OrganisationCode): Promise<ReleaseAnswer['release']>;
  /** Asks the gateway, as somebody who may ask all. */
  ask(query: string): Promise<Answer['data']>;
  /** Waits until the gateway publishes the people by a method. */
  untilCounted(method: PeopleOnce['method'], noEstimate: string | null): Promise<PeopleOnce>;
  stop(): Promise<void>;
}

const query = `{ goal(code: "ADULTS_BASIC") { progress(period: "${period}") { people {
  lower upper estimate interval { lower upper } method noEstimate } } } }`;

/** Makes an organisation's keys in its folder, and gives the others its public ones. */
async function makeKeys(organisation: string, home: string, publicKeys: string): Promise<void> {
  expect(await hub(['keys', 'create', organisation, '--data', home])).toMatchObject({ exitCode: 0, stderr: '' });
  writeFileSync(join(home, 'pseudonym.key'), 'the-key-of-organisations-0123456789-01');
  rmSync(join(home, 'period-keys.json'));
  copyFileSync(join(home, organisation, 'sealing.key.pub'), join(publicKeys, `${organisation}-sealing.pub`));
  copyFileSync(join(home, organisation, 'signing.key.pub'), join(publicKeys, `${organisation}.pub`));
}

/** Posts to the operator's endpoint of a program. */
async function post(program: RunningProgram, path: string, type: string, body: string | Uint8Array): Promise<string> {
  const response = await fetch(`${program.url}/operator/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': type },
    body: body as string,
  });
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status: 200 });
  return text;
}

/** Starts the whole hub, without period keys and without releases. */
export async function startPeopleOnceHub(folder: string): Promise<PeopleOnceHub> {
  const at = (...names: string[]) => join(folder, ...names);
  const publicKeys = at('public-keys');
  mkdirSync(publicKeys);
  for (const code of organisations) await makeKeys(code, at(code), publicKeys);
  writeFileSync(at('token'), operatorTokens);
  createSealingPairIfMissing(at('sealing.key'));
  const started: RunningProgram[] = [];
  const start = async (code: string, environment: NodeJS.ProcessEnv) => {
    const program = await startProgram(`subgraphs/${code}/dist/main.js`, [], {
      DATABASE_URL: await createDatabase(),
      ALLOW_UNSIGNED: 'true',
      AGREEMENTS: 'off',
      OPERATOR_TOKEN_FILE: at('token'),
      RELEASES: 'by hand',
      ...environment,
    });
    started.push(program);
    return program;
  };
  const movement = await start('movement', {
    SIGNING_KEY_FILE: at('womens-union', 'gateway', 'signing.key'),
    RELEASE_KEYS_FOLDER: publicKeys,
    SEALING_KEY_FILE: at('sealing.key'),
  });
  const startOrganisation = (code: OrganisationCode) =>
    start(code, {
      SIGNING_KEY_FILE: at(code, code, 'signing.key'),
      PSEUDONYM_KEY_FILE: at(code, 'pseudonym.key'),
      PERIOD_KEYS_FILE: at(code, 'period-keys.json'),
      SKETCHES_SEALED_TO: at('sealing.key.pub'),
      // Organisations send their sketches to movement directly.
      HUB_URL: movement.url,
    });
  const programs = {
    'womens-union': await startOrganisation('womens-union'),
    'youth-union': await startOrganisation('youth-union'),
  };
  const port = await freePort();
  const gateway = `http://127.0.0.1:${port}/graphql`;
  const known = readFileSync(new URL('../../../subgraphs/movement/data/organisations.csv', import.meta.url));
  await post(movement, 'imports/organisations?file=organisations.csv', 'text/csv', known);
  const expected = goalFile('goal-expectations', ...organisations.map((code) => `ADULTS_BASIC,${code},2025-04-24,`));
  await post(movement, 'imports/goal-expectations?file=expectations.csv', 'text/csv', expected);
  const urls = new Map(Object.entries({ ...programs, movement }).map(([code, { url }]) => [code, url]));
  const stopGateway = await startGateway(port, urls);

  const ask = async (text: string): Promise<Answer['data']> => {
    const response = await fetch(gateway, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: text }),
    });
    const { data, errors } = (await response.json()) as Answer;
    expect(errors).toBeUndefined();
    return data;
  };
  const counted = async (): Promise<PeopleOnce | undefined> => (await ask(query))['goal'].progress?.people;
  return {
    ask,
    home: (organisation) => at(organisation),
    publicKeys,
    command: (organisation, ...args) => {
      const where = ['--url', programs[organisation].url, '--token-file', at('token')];
      const isAtEndpoint = args[0] === 'pseudonyms' && ['list', 'rotate'].includes(args[1] ?? '');
      return hub([...args, '--data', at(organisation), ...(isAtEndpoint ? where : [])], { folder });
    },
    import: async (organisation, kind, content) => {
      const lines = await post(
        { ...programs, movement }[organisation],
        `imports/${kind}?file=${kind}.csv`,
        'text/csv',
        content,
      );
      expect(JSON.parse(lines.trim().split('\n').at(-1) ?? '')).toMatchObject({ type: 'done', rejected: 0 });
    },
    release: async (organisation) => {
      const ask = JSON.stringify({ through: lastDay });
      return (JSON.parse(await post(programs[organisation], 'releases', 'application/json', ask)) as ReleaseAnswer)
        .release;
    },
    untilCounted: async (method, noEstimate) => {
      let people: PeopleOnce | undefined;
      const isSo = async () => {
        people = await counted();
        return people?.method === method && people.noEstimate === noEstimate ? people : undefined;
      };
      const what = `people by ${method} (${noEstimate})`;
      return until(isSo, { what, within: 120_000, every: 100, seen: () => people });
    },
    stop: async () => {
      await Promise.all(started.map((program) => program.stop()));
      await stopGateway();
    },
  };
}

/** Starts a gateway before the hub's graph, for a caller who may ask all; organisations without a URL do not answer. */
async function startGateway(port: number, urls: ReadonlyMap<string, string>): Promise<() => Promise<void>> {
  const everything: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });
  const anyone = { ...anonymous, rights: { authenticated: true, scopes: everything, policies: everything } };
  const { http, open } = createServer({ logLevel: 'silent', authenticate: () => () => anyone });
  const engine = await openHubEngine({
    supergraphSdl: readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    timeoutMs: 15_000,
    subgraphUrl: (name) => `${urls.get(name) ?? 'http://127.0.0.1:1'}/graphql`,
    log: http.log,
  });
  await open(engine);
  await http.listen({ host: '127.0.0.1', port });
  return () => http.close();
}
