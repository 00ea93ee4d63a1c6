import { createPublicKey } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReleaseAnswer, SubgraphDefinition } from '@hub/kit';
import { movement } from '@hub/movement';
import { womensUnion } from '@hub/womens-union';
import { youthUnion } from '@hub/youth-union';
import { expect } from '@jest/globals';
import { openHubEngine } from '../../../gateway/src/engine/hub-engine.js';
import { anonymous } from '../../../gateway/src/request/caller.js';
import { createServer } from '../../../gateway/src/server.js';
import { createSealingPairIfMissing, readSealingKey } from '../../../subgraphs/kit/src/sketches/sealing-keys.js';
import { hub, type Outcome } from '../../hub/support/hub.js';
import { inMemory } from '../../support/database.js';
import { freePort } from '../../support/free-port.js';
import { type Answer, operatorTokens, releaseKey, type RunningSubgraph, startSubgraph } from '../../support/subgraph.js';

/** The organisations of the tests, each with a data folder and a subgraph of its own. */
export const organisations = ['womens-union', 'youth-union'] as const;

export type OrganisationCode = (typeof organisations)[number];

const definitions: Readonly<Record<OrganisationCode, SubgraphDefinition>> = {
  'womens-union': womensUnion,
  'youth-union': youthUnion,
};

/** What movement says of the people of both organisations together. */
export interface PeopleOnce {
  readonly lower: number;
  readonly upper: number | null;
  readonly estimate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly method: 'EXACT' | 'ESTIMATE' | 'BOUNDS';
  readonly noEstimate: string | null;
}

/** Two organisations with keys of their own, movement, which counts their people once, and a gateway between. */
export interface PeopleOnceHub {
  readonly subgraphs: Readonly<Record<OrganisationCode, RunningSubgraph>>;
  /** An organisation's data folder, with its keys. */
  readonly home: (organisation: string) => string;
  /** The public keys of all, as `hub secrets` has them. */
  readonly publicKeys: string;
  /** Runs `hub …` as an organisation, where its subgraph is. */
  command(organisation: OrganisationCode, ...args: readonly string[]): Promise<Outcome>;
  /** Has an organisation make a release through October; null where nothing changed. */
  release(organisation: OrganisationCode): Promise<ReleaseAnswer['release']>;
  /** Waits until movement knows the people of October by a method. */
  untilCounted(method: PeopleOnce['method'], noEstimate: string | null): Promise<PeopleOnce>;
  stop(): Promise<void>;
}

const now = () => new Date('2026-11-05T03:00:00Z');
const query = `{ goal(code: "ADULTS_BASIC") { progress(period: "2026-10") { people {
  lower upper estimate interval { lower upper } method noEstimate } } } }`;

/** Makes an organisation's keys in its folder, and gives the others its public ones. */
async function makeKeys(organisation: string, home: string, publicKeys: string, commonKey: string): Promise<void> {
  expect(await hub(['keys', 'create', organisation, '--data', home])).toMatchObject({ exitCode: 0, stderr: '' });
  writeFileSync(join(home, 'pseudonym.key'), commonKey);
  rmSync(join(home, 'period-keys.json'));
  for (const [name, publicName] of [
    ['sealing.key.pub', `${organisation}-sealing.pub`],
    ['signing.key.pub', `${organisation}.pub`],
  ] as const)
    copyFileSync(join(home, organisation, name), join(publicKeys, publicName));
}

/** Starts all of it; nobody has a key of a period, and nothing came in. */
export async function startPeopleOnceHub(folder: string): Promise<PeopleOnceHub> {
  const home = (organisation: string) => join(folder, organisation);
  const publicKeys = join(folder, 'public-keys');
  mkdirSync(publicKeys);
  for (const organisation of organisations)
    await makeKeys(organisation, home(organisation), publicKeys, 'the-key-of-the-participants-0123456789-01');
  writeFileSync(join(folder, 'token'), operatorTokens);
  const sealing = join(folder, 'sealing.key');
  createSealingPairIfMissing(sealing);
  const releasePublic = join(folder, 'releases.pub');
  writeFileSync(releasePublic, createPublicKey(releaseKey.key).export({ type: 'spki', format: 'pem' }));

  const startOrganisation = (code: OrganisationCode) =>
    startSubgraph(definitions[code], inMemory, {
      now,
      pseudonymKeyFile: join(home(code), 'pseudonym.key'),
      sketchFiles: { periodKeys: join(home(code), 'period-keys.json'), sealTo: `${sealing}.pub` },
    });
  const subgraphs = {
    'womens-union': await startOrganisation('womens-union'),
    'youth-union': await startOrganisation('youth-union'),
  };
  const port = await freePort();
  const progress = await startSubgraph(movement, inMemory, {
    now,
    hubUrl: `http://127.0.0.1:${port}/graphql`,
    releaseKeyFiles: { keys: new Map(organisations.map((code) => [code, [releasePublic]])), revocations: undefined },
    sealingKey: readSealingKey(sealing),
  });
  await progress.import('organisations', readFileSync(new URL('data/organisations.csv', movement.folder)));
  const urls: Readonly<Record<string, string>> = {
    movement: progress.url,
    ...Object.fromEntries(organisations.map((code) => [code, subgraphs[code].url])),
  };
  const gateway = await startGateway(port, (name) => urls[name]);

  const counted = async (): Promise<PeopleOnce | undefined> => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as Answer;
    expect(errors).toBeUndefined();
    return data['goal'].progress?.people;
  };
  return {
    subgraphs,
    home,
    publicKeys,
    command: (organisation, ...args) => {
      const [name] = args;
      const where = ['--url', subgraphs[organisation].url, '--token-file', join(folder, 'token')];
      const isAtDoor = name === 'pseudonyms' && ['list', 'rotate'].includes(args[1] ?? '');
      return hub([...args, '--data', home(organisation), ...(isAtDoor ? where : [])], { folder });
    },
    release: async (organisation) => {
      const { status, answer } = await subgraphs[organisation].release({ through: '2026-10-31' });
      expect({ status, answer }).toMatchObject({ status: 200 });
      return answer.release;
    },
    untilCounted: async (method, noEstimate) => {
      const end = performance.now() + 50_000;
      let people: PeopleOnce | undefined;
      while (performance.now() < end) {
        people = await counted();
        if (people?.method === method && people.noEstimate === noEstimate) return people;
        await pause(200);
      }
      throw new Error(`Expected people by ${method} (${noEstimate}), but got ${JSON.stringify(people)}.`);
    },
    stop: async () => {
      await progress.stop();
      await gateway.stop();
      for (const subgraph of Object.values(subgraphs)) await subgraph.stop();
    },
  };
}

/** Starts a gateway before the hub's graph, for a caller who may ask all; organisations without a URL do not answer. */
async function startGateway(port: number, urlOf: (name: string) => string | undefined) {
  const everything: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });
  const anyone = { ...anonymous, rights: { authenticated: true, scopes: everything, policies: everything } };
  const { http, open } = createServer({ logLevel: 'silent', authenticate: () => () => anyone });
  const engine = await openHubEngine({
    supergraphSdl: readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    timeoutMs: 5000,
    subgraphUrl: (name) => `${urlOf(name) ?? 'http://127.0.0.1:1'}/graphql`,
    log: http.log,
  });
  await open(engine);
  await http.listen({ host: '127.0.0.1', port });
  return { stop: () => http.close() };
}
