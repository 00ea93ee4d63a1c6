import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import { readFileSync } from 'node:fs';
import { fingerprintOf, WrongKey } from '../database/key-fingerprint.js';
import { keptFingerprints } from '../database/pseudonym-versions.js';
import { hasCountsOnly } from '../ledger/ledger.js';
import { type PseudonymKeys, readPseudonymKeys } from '@hub/protocol';
import { personalTables } from '../people/personal-table.js';
import { type Rotation, RotationFault, rotatePseudonyms } from '../people/rotate-pseudonyms.js';
import type { PeopleParts } from './subject.endpoint.js';

/** What the operator's endpoint says of an organisation's pseudonyms. */
export interface PseudonymsAnswer {
  /** The version that its pseudonyms are of. */
  readonly version: number;
  /** The fingerprints of the keys of its file, in the order of their versions. */
  readonly keys: readonly string[];
}

/** What it answers to a rotation. */
export interface RotationAnswer {
  readonly rotation: Rotation;
}

/** The organisations' keys as a subgraph has them: read at its start, on SIGHUP, and for a rotation. */
export class PseudonymKeysInUse {
  /** @param file where they were read from; undefined where that is no file. */
  constructor(
    public current: PseudonymKeys | undefined,
    private readonly file: string | undefined,
  ) {}

  /** Reads the file anew, and puts nothing in force. @throws Error where it cannot be used. */
  readAnew(): PseudonymKeys | undefined {
    return this.current && this.file !== undefined ? readPseudonymKeys(readFileSync(this.file, 'utf8')) : this.current;
  }
}

/**
 * Adds to the operator's endpoint `GET /operator/pseudonyms`, which says of which version the pseudonyms are, and
 * `POST /operator/pseudonyms/rotations`, which reads the file of keys anew and turns all pseudonyms into the next
 * version's.
 */
export function pseudonymsEndpoint(
  operator: EndpointServer,
  { definition, em }: PeopleParts,
  inUse: PseudonymKeysInUse,
): void {
  const { organisation } = definition;
  const tables = personalTables(definition);
  const noPeople = { code: 'NO_PEOPLE', message: `${organisation} keeps no data about people.` };

  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/pseudonyms',
    price: lookPrice,
    handler: async (_request, reply) => {
      const { current } = inUse;
      if (!current || hasCountsOnly(organisation)) return reply.code(404).send(noPeople);
      const { length } = await keptFingerprints(em.fork());
      const answer: PseudonymsAnswer = { version: Math.max(1, length), keys: current.map(fingerprintOf) };
      return reply.send(answer);
    },
  });
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/pseudonyms/rotations',
    price: messagePrice(),
    handler: async (request, reply) => {
      try {
        const keys = hasCountsOnly(organisation) ? undefined : inUse.readAnew();
        if (!keys) return await reply.code(404).send(noPeople);
        const rotation = await rotatePseudonyms(em.fork(), tables, keys);
        inUse.current = keys;
        request.log.warn(rotation, 'pseudonyms were rotated');
        return await reply.send({ rotation } satisfies RotationAnswer);
      } catch (error) {
        if (!(error instanceof RotationFault || error instanceof WrongKey)) throw error;
        request.log.error({ err: error }, 'pseudonyms were not rotated');
        const code = error instanceof RotationFault ? error.code : 'WRONG_PSEUDONYM_KEY';
        return reply.code(409).send({ code, message: error.message });
      }
    },
  });
}
