import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

export const code = 'farmers-union';
const commune = '14845';

/** The organisation's schema, with some further fields. */
export const schemaWith = (fields) => `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

"What can be asked."
type Query {
  "The clubs."
  farmerClubs: [FarmerClub!]
}

"A club."
type FarmerClub @key(fields: "code") {
  "Its code."
  code: ID!
${fields.map((field) => `  "A number."\n  ${field}: Int\n`).join('')}}
`;

export const agreements = `format: 1
organisation: ${code}
agreements:
  - id: FU-01
    version: 1
    title: { vi: Số liệu, en: Figures }
    shares: ['*']
    figures: ['*']
    combined: ['*']
    with: anyone
    purposes: any
    granularity: commune
    legalBasis: Quy chế
    from: 2025-07-01
`;

/** An organisation without code of the hub: it serves given answers, and signs its messages (docs/link-protocol.md). */
export class Organisation {
  #schema;
  #former;
  #number = 0;

  constructor(hub) {
    this.hub = hub;
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.key = privateKey;
    this.publicKey = publicKey.export({ type: 'spki', format: 'pem' });
    const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
    this.keyId = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
  }

  async listen() {
    this.server = createServer(async (request, response) => {
      const { query, variables } = await json(request);
      const rootValue = { farmerClubs: [{ __typename: 'FarmerClub', code: 'FC-1' }] };
      const answer = await graphql({ schema: this.#schema, source: query, variableValues: variables, rootValue });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.endpoint = `http://127.0.0.1:${this.server.address().port}/graphql`;
  }

  serve(sdl) {
    this.#schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: {} }]);
  }

  join(secret, schema) {
    const said = {
      ...{ nameVi: 'Hội Nông dân', nameEn: 'Farmers', shortName: 'the farmers', dataKind: 'DEMONSTRATION' },
      ...{
        keepsPeople: true,
        linkedBy: 'records',
        endpoint: this.endpoint,
        signsAnswers: false,
        contact: 'it@example',
      },
    };
    return this.post('joins', { secret, code, said, publicKey: this.publicKey, agreements, schema });
  }

  publish(content) {
    return this.#say('documents', { kind: 'SCHEMA', content });
  }

  exchange() {
    return this.#say('exchanges', { newest: this.#number, kept: [], noted: [], imports: [] });
  }

  /** Draws a release up: of one commune, and the province. */
  release(people, { places, goals }) {
    const cells = canonical([
      ['ADULTS_BASIC', commune, '2025-07-01', '2026-10', people, people + 9, 0],
      ['ADULTS_BASIC', '38', '0001-01-01', '2026-10', people, people + 19, 0],
    ]);
    this.#number += 1;
    const header = canonical({
      ...{ format: 2, organisation: code, number: this.#number, kind: 'FULL', through: '2026-10-31', places, goals },
      previous: this.#former === undefined ? null : digest(this.#former),
      ...{ madeAt: new Date().toISOString(), madeBy: 'HAND', note: null, demonstration: true, withoutNumber: 0 },
      ...{ withdraws: [], pages: [{ digest: digest(cells), cells: 2 }] },
    });
    this.#former = header;
    return { header, signature: this.#sign(header), pages: [cells] };
  }

  async post(what, body, ticket) {
    const response = await fetch(`${this.hub}/link/v1/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(ticket && { authorization: `Bearer ${ticket}` }) },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  #say(what, more) {
    const message = canonical({ format: 1, organisation: code, at: new Date().toISOString(), ...more });
    return this.post(what, { message, signature: this.#sign(message) });
  }

  #sign(text) {
    const encoded = (part) => Buffer.from(part).toString('base64url');
    const head = encoded(JSON.stringify({ alg: 'EdDSA', kid: this.keyId }));
    return `${head}..${sign(null, Buffer.from(`${head}.${encoded(text)}`), this.key).toString('base64url')}`;
  }
}

const digest = (text) => createHash('sha256').update(text).digest('base64url');

/** Canonical JSON (RFC 8785) of values whose numbers are integers. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .toSorted();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}
