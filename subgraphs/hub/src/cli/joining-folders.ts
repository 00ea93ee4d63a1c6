import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { LinkClient, takeFolder } from '@hub/kit/service';
import { movement, organisationOfFolder, readYaml, registry } from '@hub/protocol';
import { publicFileOf } from '@hub/runtime';
import { z } from 'zod';
import type { DatabaseServer } from './database-server.js';
import { Failure } from './failure.js';
import { loadAll } from './load.js';
import { schemaOf } from './own-schema.js';
import type { NodePart } from './part.js';
import { type Premises, subgraphPart } from './parts.js';
import { localUrl, type Ports, refuseUsedPorts } from './ports.js';
import { programOf } from './program-of.js';
import { sharedDemoFolder } from './shipped-files.js';
import { endpointWithTokenFrom } from './token-file.js';
import { tryAgain } from './try-again.js';

const invited = z.object({ secret: z.string() });
const listed = z.object({ organisations: z.array(z.object({ code: z.string(), state: z.string() })) });
const path = '/operator/registry/organisations';

/** How often accepting an organisation is retried if a busy machine was too slow to answer or to compose in time. */
const accepting = {
  times: 10,
  pauseAfter: () => 2000,
  mayPass: (error: unknown) => /were not composed|cannot be reached/.test((error as Error).message),
};

/** The last day that the made-up files cover. */
const completeThrough = '2026-10-31';

/** The folder of the organisations that join the demonstration. */
export function joiningFolder(root: string): string {
  return join(root, 'subgraphs', 'demo', 'joining');
}

/** The codes of the organisations that join the demonstration: folders without code. */
export function joiningCodes(root: string): string[] {
  const folder = joiningFolder(root);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(join(folder, name, 'organisation.yaml')))
        .sort()
    : [];
}

/**
 * The organisations that join the demonstration as folders without code. Each has a separate process, database,
 * address and keys, and joins the running hub as any other does. The kit holds one organisation's GraphQL types and
 * settings for each process, so two of them cannot share one.
 */
export class JoiningFolders {
  readonly codes: readonly string[];
  readonly #folder: string;
  readonly #ports: Ports;

  constructor(private readonly premises: Premises) {
    const { root, ports } = premises;
    this.#folder = joiningFolder(root);
    this.codes = joiningCodes(root);
    const last = Math.max(...ports.values());
    this.#ports = new Map(this.codes.map((code, index) => [code, last + 1 + index]));
    for (const code of this.codes) takeFolder(join(this.#folder, code));
  }

  /** @throws Failure naming each port that is in use. */
  refuseUsedPorts(): Promise<void> {
    return refuseUsedPorts(this.#ports);
  }

  /** The parts to launch. */
  parts(server: DatabaseServer | undefined): NodePart[] {
    const { root, data, ports } = this.premises;
    const all = new Map([...ports, ...this.#ports]);
    return this.codes.map((code) => {
      const part = subgraphPart(code, { ...this.premises, ports: all }, server);
      return {
        ...part,
        ...programOf(join(this.#folder, code), root),
        environment: {
          ...part.environment,
          HUB_URL: localUrl(ports, 'gateway'),
          SIGNING_KEY_FILE: data.signingKeyOf(code),
        },
      };
    });
  }

  /**
   * Makes them join: the goal of one of them is imported first, then each is invited, joins, is accepted and hands
   * over.
   * @param demonstration whether the hub has the demonstration's goals: a release is made with the goals that the hub
   * has.
   */
  async join(demonstration: boolean, tell: (line: string) => void): Promise<void> {
    const by = userInfo().username;
    const goals = [join(this.#folder, 'goals'), ...(demonstration ? [sharedDemoFolder(this.premises.root)] : [])];
    await this.#load([movement.code], goals, true);
    const endpoint = await this.#endpoint(registry.code);
    const { organisations } = listed.parse(await endpoint.askRegistry(path));
    for (const code of this.codes) {
      const state = organisations.find((one) => one.code === code)?.state;
      if (state === undefined || state === 'INVITED' || state === 'LEFT') {
        const { secret } = invited.parse(await endpoint.askRegistry(path, { code, by }));
        await this.#sayWho(code, secret);
      }
      if (state !== 'LIVE')
        await tryAgain(() => endpoint.askRegistry(`${path}/${code}/states`, { state: 'LIVE', by }), accepting);
    }
    const { files, rows } = await this.#load(this.codes, goals, false);
    for (const code of this.codes) {
      const endpoint = await this.#endpoint(code);
      // Its key is valid from now on: none of its releases may be older.
      await endpoint.release({ through: completeThrough });
      await endpoint.exchange();
    }
    tell(`Joined: ${this.codes.join(', ')} (${files} files, ${rows} rows).`);
  }

  #endpoint(code: string) {
    const { data, ports } = this.premises;
    const url = localUrl(new Map([...ports, ...this.#ports]), code);
    const files = code === registry.code ? [data.keysTokenFile] : [data.tokenFileOf(code)];
    return endpointWithTokenFrom(files, { organisation: code, url });
  }

  async #sayWho(code: string, secret: string): Promise<void> {
    const { root, data, ports } = this.premises;
    const home = join(this.#folder, code);
    const file = join(home, 'organisation.yaml');
    const { value, problems } = readYaml(organisationOfFolder, readFileSync(file, 'utf8'), file);
    if (problems) throw new Failure(problems.join('\n'));
    const { shortName, keepsPeople, publishes } = value;
    const endpoint = `${localUrl(new Map(this.#ports), code)}/graphql`;
    const { program, args: words } = programOf(home, root);
    await new LinkClient(localUrl(ports, 'gateway')).join(
      {
        ...{ secret, code, said: { shortName, keepsPeople, ...publishes, endpoint } },
        publicKey: readFileSync(publicFileOf(data.signingKeyOf(code)), 'utf8'),
        agreements: readFileSync(join(home, 'agreements.yaml'), 'utf8'),
        schema: await schemaOf({ program, words }),
      },
      new AbortController().signal,
    );
  }

  /** Loads the made-up files of some organisations, and the goals that these need. */
  async #load(codes: readonly string[], sharedFolders: readonly string[], isOperators: boolean) {
    const { data } = this.premises;
    const loads = codes.map(async (code) => ({
      endpoint: await this.#endpoint(code),
      folder: join(this.#folder, isOperators ? movement.code : code),
      sharedFolders,
      demonstration: true,
      rejectedFolder: data.of(code),
    }));
    return loadAll(await Promise.all(loads));
  }
}
