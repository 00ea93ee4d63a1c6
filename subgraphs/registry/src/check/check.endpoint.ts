import { addEndpoint, type Endpoints, messagePrice } from '@hub/kit';
import { maxSchemaBytes, organisationCode } from '@hub/protocol';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { z } from 'zod';
import { checkInThread } from './check-in-thread.js';
import type { CheckedSchema, CheckInput } from './check-schema.js';
import type { OverrideConsent, SchemaUsage } from './usage.js';

/** Where a check finds the graph of today, and who uses it. */
export interface CheckDeps {
  /** The schema that an organisation has published; undefined where it has none. */
  readonly former: (code: string) => Promise<string | undefined>;
  /** Those of all others that are live, the gateway's own included. */
  readonly others: (code: string) => Promise<readonly ComposedSubgraph[]>;
  readonly usage: () => Promise<SchemaUsage>;
  /** What organisations let others take over; nothing unless told. */
  readonly consents?: () => Promise<readonly OverrideConsent[]>;
  /** Checks; in a thread of its own unless told. */
  readonly check?: (input: CheckInput) => Promise<CheckedSchema>;
}

/** Of JSON, whose escapes make a text longer. */
const maxRequestBytes = 2 * maxSchemaBytes;

const asked = z.strictObject({ sdl: z.string() });

/**
 * `POST /operator/organisations/CODE/checks` with `{ sdl }` answers what a check of that schema says. Nothing is kept of
 * it. A request that is larger than any schema may be is refused before it is read.
 */
export function checkEndpoint(operator: Endpoints['operator'], deps: CheckDeps): void {
  addEndpoint<{ Params: { code: string } }>(operator, {
    method: 'POST',
    url: '/operator/organisations/:code/checks',
    price: messagePrice(maxRequestBytes),
    handler: async ({ params, body, log }, reply) => {
      const code = organisationCode.safeParse(params.code);
      const given = asked.safeParse(body);
      const { error } = code.success ? given : code;
      if (!code.success || !given.success) {
        return reply.code(400).send({ code: 'BAD_USER_INPUT', message: z.prettifyError(error ?? new z.ZodError([])) });
      }
      const [organisation, candidate] = [code.data, given.data.sdl];
      const [former, others, usage, consents] = await Promise.all([
        deps.former(organisation),
        deps.others(organisation),
        deps.usage(),
        deps.consents?.() ?? [],
      ]);
      const check = deps.check ?? checkInThread;
      const { report } = await check({ organisation, candidate, former, others, usage, consents });
      log.info({ organisation, verdict: report.verdict }, 'checked a schema');
      return report;
    },
  });
}
