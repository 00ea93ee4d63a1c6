import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.js';
import { refuseOtherKey, WrongKey } from '../database/identity.js';
import { hasCountsOnly } from '../ledger/ledger.js';
import { pseudonymOf } from '../ledger/pseudonym.js';
import type { SubgraphDefinition } from '../subgraph.js';
import { personalTables } from './personal-table.js';
import { eraseSubject, type Holdings, readmitSubject, type Receipt, showSubject, type Subject } from './subject.js';

/** What the operator's door is asked about a person. The number is in the body, for addresses are logged. */
const request = z.object({
  action: z.enum(['show', 'erase', 'readmit']),
  number: z.string().regex(/^\d{12}$/),
  // A name, and no number that slipped into its place.
  operator: z
    .string()
    .trim()
    .regex(/^(?!.*\d{6}).{1,100}$/s),
});

export type SubjectAsk = z.infer<typeof request>;

/** What it answers: what is held, and what was done; nothing was done where there is no receipt. */
export type SubjectAnswer = Holdings | { readonly receipt: Receipt | null };

/**
 * Adds to the operator's door `POST /operator/subject`: shows, erases or readmits a person whose citizen's number comes
 * in. The number becomes a pseudonym here and is kept, logged and repeated nowhere.
 */
export function subjectRoute(
  operator: FastifyInstance,
  { definition, em, config }: { definition: SubgraphDefinition; em: SqlEntityManager; config: Config },
): void {
  const tables = personalTables(definition);
  const { pseudonymKey: key } = config;
  const actions = { show: showSubject, erase: eraseSubject, readmit: readmitSubject };

  operator.post('/operator/subject', async (incoming, reply) => {
    const { success, data } = request.safeParse(incoming.body);
    if (!success) {
      const message =
        "Expected action (show, erase or readmit), a citizen's number of 12 digits, and operator, a name.";
      return reply.code(400).send({ code: 'BAD_USER_INPUT', message });
    }
    if (!key || hasCountsOnly(definition.organisation)) {
      return reply
        .code(404)
        .send({ code: 'NO_PEOPLE', message: `${definition.organisation} keeps no data about people.` });
    }
    const subject: Subject = {
      em: em.fork(),
      tables,
      pseudonym: pseudonymOf(data.number, key),
      key,
      operator: data.operator,
    };
    try {
      await refuseOtherKey(em.fork(), 'pseudonymKey', key);
    } catch (error) {
      if (!(error instanceof WrongKey)) throw error;
      incoming.log.error({ err: error }, 'the pseudonym key is another');
      return reply.code(409).send({ code: 'WRONG_PSEUDONYM_KEY', message: error.message });
    }
    const answer = await actions[data.action](subject);
    return reply.send((answer && 'tables' in answer ? answer : { receipt: answer }) satisfies SubjectAnswer);
  });
}
