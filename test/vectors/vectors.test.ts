import { createPublicKey, createSecretKey, diffieHellman, type JsonWebKey } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  digestOf,
  type KeyEnvelopeContent,
  openKeys,
  openSketches,
  readSignature,
  verifiedAnswer,
  verifiedRequest,
} from '@hub/protocol';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020.js';
import type { Database } from '../../subgraphs/kit/src/database/database.js';
import { Migration20260101001000_goals } from '../../subgraphs/kit/src/goals/goals.migration.js';
import { Migration20260101000800_place } from '../../subgraphs/kit/src/places/place.migration.js';
import { versionsOf } from '../../subgraphs/kit/src/release/versions.js';
import type { SketchesHead } from '../../subgraphs/protocol/src/sketch/sealed-sketches.js';
import { newDatabase, openTestDatabase } from '../support/database.js';
import { beyondSchema } from '../support/vectors/agreements.js';
import { allVectors } from '../support/vectors/all-vectors.js';
import {
  concatKdf,
  envelopeContents,
  envelopeVectors,
  type OpenedBy,
  recipients,
  sealedVectors,
} from '../support/vectors/envelopes.js';
import type { Step } from '../support/vectors/scripted-subgraph.js';
import { privateKeyOf, publicKeyOf, signingKeyOf } from '../support/vectors/test-keys.js';
import { goalRows, placeRows } from '../support/vectors/versions.js';

interface Messages {
  readonly session: { readonly id: string; readonly key: string };
  readonly messages: readonly {
    readonly what: string;
    readonly kind: 'request' | 'answer';
    readonly keyId: string;
    readonly base: string;
    readonly headers: object;
    readonly added: object;
  }[];
}
interface EnvelopeVector {
  readonly what: string;
  readonly envelope: string;
  readonly content: KeyEnvelopeContent;
  readonly openedBy: readonly OpenedBy[];
}
interface Jwe {
  readonly recipients: readonly { readonly header: { readonly epk: JsonWebKey } }[];
}
interface SealedVector {
  readonly head: SketchesHead;
  readonly sealed: string;
  readonly digest: string;
  readonly sketches: readonly { readonly place: string; readonly bytes: string }[];
}
interface AgreementVector {
  readonly what: string;
  readonly document: object;
  readonly problems: readonly string[];
}

const folder = new URL('../../schema/', import.meta.url);
const written = await allVectors();
const textOf = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

// `WRITE_VECTORS=1 node test/run.mjs quick test/vectors` writes them again after a change of the protocol.
if (process.env['WRITE_VECTORS']) {
  const drawn: [string, unknown][] = [
    ['vectors/envelopes/envelopes.json', await envelopeVectors()],
    ['vectors/sketches/sealed.json', await sealedVectors()],
  ];
  for (const [name, value] of [...written, ...drawn]) {
    mkdirSync(new URL('.', new URL(name, folder)), { recursive: true });
    writeFileSync(new URL(name, folder), textOf(value));
  }
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

describe('the vectors of the protocol', () => {
  test.each([...written])('%s is what this program writes', (name, value) => {
    expect(read(name)).toEqual(JSON.parse(textOf(value)));
  });

  test('have an outcome of each kind that a subgraph tells its log', () => {
    const { steps } = read('vectors/sessions/script.json') as { steps: Step[] };
    const reasons = steps.flatMap(({ outcome }) => (outcome.status === 401 ? [outcome.reason] : []));
    expect(new Set(reasons).size).toBeGreaterThan(14);
    expect(steps.filter(({ outcome }) => outcome.status === 200).length).toBeGreaterThan(8);
  });

  test('have messages whose signatures are right, and are those of no other', () => {
    const { messages, session } = read('vectors/messages/signatures.json') as Messages;
    const keyOf = (id: string) =>
      id === session.id
        ? createSecretKey(Buffer.from(session.key, 'base64url'))
        : publicKeyOf((['gateway', 'organisation'] as const).find((name) => signingKeyOf(name).id === id) ?? 'foreign');
    for (const message of messages) {
      const signature = readSignature(message.added as never);
      if (!signature) throw new Error(`Expected a signature of ${message.what}.`);
      const verified = (one: Messages['messages'][number]) =>
        one.kind === 'request'
          ? verifiedRequest(one as never, signature, keyOf(one.keyId))
          : verifiedAnswer(one as never, signature, keyOf(one.keyId));
      expect(verified(message)).toBe(message.base);
      const headers = { ...message.headers, 'content-type': 'text/plain' };
      expect(verified({ ...message, headers })).toBeUndefined();
    }
  });

  test('have envelopes that each recipient opens, by the secrets that are written down', async () => {
    const { envelopes } = read('vectors/envelopes/envelopes.json') as { envelopes: EnvelopeVector[] };
    expect(envelopes.map(({ what, content }) => ({ what, content }))).toEqual(envelopeContents);
    for (const { envelope, content, openedBy } of envelopes) {
      expect(openedBy.map(({ recipient, key }) => [recipient, key])).toEqual(recipients);
      const { payload } = JSON.parse(envelope) as { payload: string };
      const jwe = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Jwe;
      for (const [index, { recipient, key, secret, derived }] of openedBy.entries()) {
        const signers = [{ id: 'organisation', key: publicKeyOf('organisation') }];
        const opener = { organisation: recipient, sealingKey: privateKeyOf(key), signers };
        expect(await openKeys(envelope, content.kind, opener)).toEqual(content);
        const epk = createPublicKey({ key: jwe.recipients[index]?.header.epk ?? {}, format: 'jwk' });
        const shared = diffieHellman({ privateKey: privateKeyOf(key), publicKey: epk });
        expect(shared.toString('hex')).toBe(secret);
        expect(concatKdf(shared, 'ECDH-ES+A256KW').toString('hex')).toBe(derived);
      }
    }
  });

  test('have sealed sketches that movement opens', async () => {
    const { head, sealed, sketches, digest } = read('vectors/sketches/sealed.json') as SealedVector;
    const opened = await openSketches(sealed, head, privateKeyOf('movementSealing'));
    expect([...opened].map(([place, bytes]) => ({ place, bytes: Buffer.from(bytes).toString('base64url') }))).toEqual(
      sketches,
    );
    expect(digestOf(sealed)).toBe(digest);
  });

  test('have agreements of which the JSON Schema says the same, but for what it cannot say', () => {
    const schemas = new Ajv2020.default();
    addFormats.default(schemas);
    const isTakenBySchema = schemas.compile(read('agreements.schema.json') as object);
    for (const { what, document, problems } of read('vectors/agreements/agreements.json') as AgreementVector[]) {
      const isTaken = problems.length === 0 || beyondSchema.includes(what);
      expect([what, isTakenBySchema(document)]).toEqual([what, isTaken]);
    }
  });
});

describe('the versions of places and goals', () => {
  let database: Database;
  beforeAll(async () => {
    const migrations = [Migration20260101000800_place, Migration20260101001000_goals];
    database = await openTestDatabase(newDatabase(), { migrations, entities: [] });
  });
  afterAll(() => database.close());

  test('of a database are those of the vectors, whatever the order of its rows', async () => {
    const { em } = database;
    const { places, goals } = read('vectors/versions/versions.json') as Record<'places' | 'goals', { digest: string }>;
    for (const row of [...placeRows.places].reverse()) {
      await em.execute(
        `insert into place (code, valid_from, valid_until, level, parent_code, area, name_vi, name_en, type, search_key,
           search_codes, sort_key) values (?, ?, ?, ?, ?, ?, 'n', 'n', 't', 's', 's', 's')`,
        [...row],
      );
    }
    for (const row of placeRows.successions) {
      await em.execute('insert into place_succession values (?, ?, ?, ?)', [...row]);
    }
    for (const row of goalRows.goals) {
      await em.execute(
        `insert into goal (code, valid_from, valid_until, audience, target, base, starts_on, deadline, report_due_days,
           follows, title_vi, title_en, source, as_of) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 't', 't', 's', '2026-01-01')`,
        [...row],
      );
    }
    for (const row of goalRows.audiences) {
      await em.execute(`insert into audience values (?, 't', 't', ?, ?, ?)`, [...row]);
    }
    expect(await versionsOf(em)).toEqual({ places: places.digest, goals: goals.digest });
  });
});
