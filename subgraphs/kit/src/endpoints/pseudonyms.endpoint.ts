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

/** The operator's endpoint's answer about an organisation's pseudonyms. */
export interface PseudonymsAnswer {
  /** The version of its pseudonyms. */
  readonly version: number;
  /** The fingerprints of the keys in its file, in the order of their versions. */
  readonly keys: readonly string[];
}

/** The answer to a rotation. */
export interface RotationAnswer {
  readonly rotation: Rotation;
}

/** The organisations' keys in a subgraph: read at its start, on SIGHUP, and for a rotation. */
export class PseudonymKeysInUse {
  /** @param file the file of the keys; undefined where they come from no file. */
  constructor(
    public current: PseudonymKeys | undefined,
    private readonly file: string | undefined,
  ) {}

  /** Reads the file again, without using its keys yet. @throws Error where it is faulty. */
  reread(): PseudonymKeys | undefined {
    return this.current && this.file !== undefined ? readPseudonymKeys(readFileSync(this.file, 'utf8')) : this.current;
  }
}

/**
 * Adds to the operator's endpoint `GET /operator/pseudonyms`, which answers with the version of the pseudonyms, and
 * `POST /operator/pseudonyms/rotations`, which reads the file of keys again and converts all pseudonyms to the next
 * version.
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
        const keys = hasCountsOnly(organisation) ? undefined : inUse.reread();
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
