import { createPublicKey } from 'node:crypto';
import { addEndpoint, messagePrice, type OpenEndpoints } from '@hub/kit';
import {
  type CiScope,
  clientError,
  examinedSchema,
  keyId,
  linkPath,
  maxSchemaBytes,
  mostClockDifferenceMs,
  organisationCode,
  ReleaseFault,
  type ReleaseKeys,
  signedMessage,
  signedStatement,
  verifySignature,
} from '@hub/protocol';
import { isProduction } from '@hub/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checkInCage } from '../check/check-in-cage.js';
import { checkInputs } from '../check/check-inputs.js';
import { checkAgreements } from '../check/read-in-cage.js';
import { readAsked, refusing } from '../refusing.js';
import { openOrganisations } from './open-organisations.js';
import { documentKinds } from './organisation-documents.js';
import { refusePlaceholders } from './placeholders.js';
import { PagesCheck } from './pages-check.js';
import { CheckQuota } from './check-quota.js';

const document = z.strictObject({
  kind: z.enum(documentKinds),
  content: z.string().min(1).max(maxSchemaBytes),
  examined: examinedSchema.optional(),
});
const signedDocument = document.extend({
  format: z.literal(1),
  organisation: organisationCode,
  at: z.iso.datetime(),
});
const checked = z.strictObject({ schema: z.string().min(1).max(maxSchemaBytes) });
const signedCheck = checked.extend({ format: z.literal(1), organisation: organisationCode, at: z.iso.datetime() });

/**
 * Adds the endpoints for organisations that have joined: `POST link/v1/documents` publishes agreements, a schema or
 * pages, and `POST link/v1/checks` checks a schema and stores nothing; both are signed by a key of the organisation,
 * or carry a token of its programs. `POST link/v1/statements` takes its other statements: consents, tokens, keys;
 * signed.
 */
export function publishEndpoints(endpoints: OpenEndpoints): void {
  const { server, now } = endpoints;
  const { book, publisher, statements, operators } = openOrganisations(endpoints);
  const inputs = checkInputs(endpoints, operators);
  const pages = new PagesCheck(endpoints.em);
  const quota = new CheckQuota();
  const price = messagePrice(3 * maxSchemaBytes);

  /** The keys of an organisation that publishes, or of one from the operator's folders. */
  const keysOf = async (code: string): Promise<ReleaseKeys> => {
    const { keys = [] } = operators().organisations.find((one) => one.code === code) ?? {};
    const ofFolder = keys.map(({ publicKey }) => createPublicKey(publicKey));
    return new Map([...(await book().keysOf(code)), ...ofFolder.map((key) => [keyId(key), key] as const)]);
  };
  /** The content of a message that a key of the organisation signed within the last minutes. */
  const verified = async <Said extends { readonly organisation: string; readonly at: string }>(
    schema: z.ZodType<Said>,
    body: unknown,
  ): Promise<Said & { readonly signedBy: string }> => {
    const { message, signature } = readAsked(signedMessage, body);
    const said = readAsked(schema, parsed(message));
    const keys = await keysOf(said.organisation);
    const signedBy = await verifySignature(message, signature, keys).catch((error: unknown) => {
      throw error instanceof ReleaseFault ? clientError('UNAUTHENTICATED', error.message) : error;
    });
    if (Math.abs(now().getTime() - Date.parse(said.at)) <= mostClockDifferenceMs) return { ...said, signedBy };
    throw clientError('UNAUTHENTICATED', `Expected a message of the last five minutes, but it is of ${said.at}.`);
  };
  /** The organisation of a request, and the request's content: with a token, or signed. */
  const said = async <
    Said extends object,
    Signed extends Said & { readonly organisation: string; readonly at: string },
  >(
    { body, headers }: FastifyRequest,
    scope: CiScope,
    [plain, signed]: readonly [z.ZodType<Said>, z.ZodType<Signed>],
  ): Promise<readonly [organisation: string, Said, by: string]> => {
    if (headers.authorization !== undefined) {
      const { code, name } = await statements().organisationOf(headers.authorization, scope);
      return [code, readAsked(plain, body), `${code} (${name})`];
    }
    const given = await verified(signed, body);
    return [given.organisation, given, given.organisation];
  };

  addEndpoint(server, {
    method: 'POST',
    url: `/${linkPath}/documents`,
    price,
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const [organisation, { kind, content, examined }, by] = await said(request, 'publish', [
          document,
          signedDocument,
        ]);
        return quota.take(organisation, async () => {
          if (kind === 'AGREEMENTS') {
            await checkAgreements(content, organisation);
            if (isProduction(process.env)) refusePlaceholders((await book().show(organisation))?.state, content);
          }
          if (kind === 'PAGES') await pages.check(content, organisation);
          const published =
            kind === 'SCHEMA'
              ? await publisher().publish(inputs, organisation, { content, examined }, by)
              : await book().publish(organisation, kind, content, by);
          request.log.info({ organisation, kind, by, ...published }, 'an organisation published');
          return { organisation, kind, ...published };
        });
      }),
  });
  addEndpoint(server, {
    method: 'POST',
    url: `/${linkPath}/checks`,
    price,
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const [organisation, { schema }] = await said(request, 'check', [checked, signedCheck]);
        return quota.take(organisation, async () => {
          const [former, others, usage, consents] = await Promise.all([
            inputs.former(organisation),
            inputs.others(organisation),
            inputs.usage(),
            inputs.consents?.() ?? [],
          ]);
          const { report } = await checkInCage({ organisation, candidate: schema, former, others, usage, consents });
          request.log.info({ organisation, verdict: report.verdict }, 'checked a schema');
          return report;
        });
      }),
  });
  addEndpoint(server, {
    method: 'POST',
    url: `/${linkPath}/statements`,
    price: messagePrice(),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const { organisation, statement, signedBy } = await verified(signedStatement, request.body);
        await statements().take(organisation, statement, organisation, signedBy);
        request.log.info({ organisation, kind: statement.kind }, 'an organisation made a statement');
        return { organisation, kind: statement.kind };
      }),
  });
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch (error) {
    throw clientError('BAD_USER_INPUT', `message: expected JSON: ${(error as Error).message}`);
  }
}
