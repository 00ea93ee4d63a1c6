import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { serveSubgraphs, subgraphUrl, typeDefs } from '../../federation/support/subgraphs.js';
import { type AttackedGateway, startAttacked } from './attacked-gateway.js';

/** How the hostile subgraph answers a request; whatever it does to the response is what the gateway gets. */
export type Answer = (request: AskedSubgraph, response: ServerResponse) => void;

/** A request of the gateway to the hostile subgraph. */
export interface AskedSubgraph {
  readonly headers: IncomingMessage['headers'];
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A gateway before one subgraph that is honest and one that is the attacker's. */
export interface HostileGraph extends AttackedGateway {
  /** Has the hostile subgraph answer so from now on. */
  answer(answer: Answer): void;
  /** The requests since the answer was set. */
  readonly asked: readonly AskedSubgraph[];
  /** A supergraph file of the same graph with another URL of the hostile subgraph. */
  supergraphWith(url: string): string;
}

const honest = {
  typeDefs: `
    type Query { mine: [Thing!]  honest: String }
    type Thing @key(fields: "id") {
      id: ID!  own: String  json: JSON @external  aboutJson: String @requires(fields: "json")
    }
    scalar JSON`,
  resolvers: {
    Thing: { aboutJson: ({ json }: { readonly json: unknown }) => (json === null ? 'nothing' : 'something') },
    Query: { mine: () => ['1', '2', '3'].map((id) => ({ id, own: `own ${id}` })), honest: () => 'honest' },
  },
};

const hostile = {
  typeDefs: `
    type Query {
      thing: Thing  must: Thing!  things: [Thing!]  number: Int  text: String  flag: Boolean  decimal: Float  id: ID
      colour: Colour  any: Any  named: Named  json: JSON  matrix: [[Int]]
    }
    type Mutation { change: String }
    type Subscription { event: Thing }
    type Thing implements Named @key(fields: "id") { id: ID!  name: String  must: String!  nested: Thing  json: JSON }
    type Other implements Named { name: String }
    interface Named { name: String }
    union Any = Thing | Other
    enum Colour { RED }
    scalar JSON`,
};

/** A password in a URL of the supergraph, which no answer of the gateway may contain. */
export const plantedPassword = 'planted-password-0123456789';

/** Starts it; the gateway waits a second for a subgraph, and takes a megabyte of it. */
export async function startHostileGraph(): Promise<HostileGraph> {
  let current: Answer = (_request, response) => response.destroy();
  let asked: AskedSubgraph[] = [];
  const attacker = createServer((request, response) => {
    void text(request).then((body) => {
      const one = { headers: request.headers, ...(JSON.parse(body) as Omit<AskedSubgraph, 'headers'>) };
      asked.push(one);
      current(one, response);
    });
  }).listen(0, '127.0.0.1');
  await once(attacker, 'listening');
  const victim = await serveSubgraphs({ honest });
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  let files = 0;
  const supergraphWith = (url: string) => {
    const { supergraphSdl, errors } = composeServices([
      { name: 'honest', url: subgraphUrl(victim, 'honest'), typeDefs: typeDefs(honest) },
      { name: 'hostile', url, typeDefs: typeDefs(hostile) },
    ]);
    if (!supergraphSdl) throw new Error(String(errors));
    files += 1;
    const file = join(folder, `${files}.graphql`);
    writeFileSync(file, supergraphSdl);
    return file;
  };
  const gateway = await startAttacked(
    [
      '--foreign',
      '--supergraph',
      supergraphWith(`http://gateway:${plantedPassword}@127.0.0.1:${(attacker.address() as AddressInfo).port}/graphql`),
    ],
    {
      LIMITS: 'hub',
      SUBGRAPH_TIMEOUT_MS: '1000',
      SUBGRAPH_MAX_RESPONSE_BYTES: '1000000',
      SUBGRAPH_RETRIES: '0',
      SUBGRAPH_BREAKER: 'off',
      SUBGRAPH_COMPRESSION: 'on',
    },
    () => Promise.reject(new Error('Nobody is known to a gateway without an issuer.')),
  );
  return {
    ...gateway,
    supergraphWith,
    answer: (answer) => {
      current = answer;
      asked = [];
    },
    get asked() {
      return asked;
    },
    stop: async () => {
      await gateway.stop();
      for (const server of [attacker, victim]) {
        server.closeAllConnections();
        server.close();
      }
      rmSync(folder, { recursive: true });
    },
  };
}
