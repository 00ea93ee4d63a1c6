import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { messagePrice } from '../base/usual-prices.js';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { WrongKey } from '../database/key-fingerprint.js';
import { pseudonymKeysInForce } from '../database/pseudonym-versions.js';
import { hasCountsOnly } from '../ledger/ledger.js';
import { type PseudonymKeys, pseudonymOf } from '@hub/protocol';
import type { SubgraphDefinition } from '../definition/subgraph.js';
import { objectionDigest } from '../file/objection-digest.js';
import { personalTables } from '../people/personal-table.js';
import { eraseSubject, type Holdings, readmitSubject, type Receipt, showSubject } from '../people/subject.js';

/** A request to the operator's endpoint about a person. The number is in the body, because addresses are logged. */
const request = z.object({
  action: z.enum(['show', 'erase', 'readmit']),
  number: z.string().regex(/^\d{12}$/),
  // A name without digits: a citizen's number in the wrong field is refused.
  operator: z
    .string()
    .trim()
    .regex(/^(?!.*\d{6}).{1,100}$/s),
});

export type SubjectAsk = z.infer<typeof request>;

/** The answer: the person's data, and the action; without a receipt, no data was changed. */
export type SubjectAnswer = Holdings | { readonly receipt: Receipt | null };

/** The input for finding the people of an organisation. */
export interface PeopleParts {
  readonly definition: SubgraphDefinition;
  readonly em: SqlEntityManager;
  /** Gives the organisations' keys as last read. */
  readonly pseudonymKeys: () => PseudonymKeys | undefined;
}

/**
 * Adds to the operator's endpoint `POST /operator/subject`: shows, erases or readmits a person by citizen's number. The
 * number becomes a pseudonym here, and is never stored, logged or repeated.
 */
export function subjectEndpoint(operator: EndpointServer, { definition, em, pseudonymKeys }: PeopleParts): void {
  const tables = personalTables(definition);
  const actions = { show: showSubject, erase: eraseSubject, readmit: readmitSubject };

  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/subject',
    price: messagePrice(),
    handler: async (incoming, reply) => {
      const { success, data } = request.safeParse(incoming.body);
      if (!success) {
        const message =
          "Expected action (show, erase or readmit), a citizen's number of 12 digits, and operator, a name.";
        return reply.code(400).send({ code: 'BAD_USER_INPUT', message });
      }
      const given = pseudonymKeys();
      if (!given || hasCountsOnly(definition.organisation)) {
        return reply
          .code(404)
          .send({ code: 'NO_PEOPLE', message: `${definition.organisation} keeps no data about people.` });
      }
      const digests = async (transaction: SqlEntityManager) => {
        const keys = await pseudonymKeysInForce(transaction, given);
        return { pseudonym: pseudonymOf(data.number, keys), objection: objectionDigest(data.number, keys) };
      };
      try {
        const answer = await actions[data.action]({ em: em.fork(), tables, digests, operator: data.operator });
        return await reply.send((answer && 'tables' in answer ? answer : { receipt: answer }) satisfies SubjectAnswer);
      } catch (error) {
        if (!(error instanceof WrongKey)) throw error;
        incoming.log.error({ err: error }, 'the pseudonym key is another');
        return reply.code(409).send({ code: 'WRONG_PSEUDONYM_KEY', message: error.message });
      }
    },
  });
}
