import { addEndpoint, type Endpoints, messagePrice } from '@hub/kit';
import { maxSchemaBytes, organisationCode } from '@hub/protocol';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { z } from 'zod';
import { checkInCage } from './check-in-cage.js';
import type { CheckedSchema, CheckInput } from './check-schema.js';
import type { OverrideConsent, SchemaUsage } from './usage.js';

/** The sources of a check: today's graph, and its users. */
export interface CheckDeps {
  /** An organisation's published schema; undefined if it has none. */
  readonly former: (code: string) => Promise<string | undefined>;
  /** The schemas of all other live subgraphs, including the gateway's. */
  readonly others: (code: string) => Promise<readonly ComposedSubgraph[]>;
  readonly usage: () => Promise<SchemaUsage>;
  /** The fields that organisations allow others to take over (default: none). */
  readonly consents?: () => Promise<readonly OverrideConsent[]>;
  /** Runs the check (default: in a cage). */
  readonly check?: (input: CheckInput) => Promise<CheckedSchema>;
}

/** The request is JSON, whose escapes make a text longer. */
const maxRequestBytes = 2 * maxSchemaBytes;

const asked = z.strictObject({ sdl: z.string() });

/**
 * `POST /operator/organisations/CODE/checks` with `{ sdl }` answers with the report of a check of that schema.
 * Nothing is stored. A request that is larger than the largest schema is refused unread.
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
      const check = deps.check ?? checkInCage;
      const { report } = await check({ organisation, candidate, former, others, usage, consents });
      log.info({ organisation, verdict: report.verdict }, 'checked a schema');
      return report;
    },
  });
}
