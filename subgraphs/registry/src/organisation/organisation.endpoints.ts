import { addEndpoint, type Endpoints, lookPrice, messagePrice } from '@hub/kit';
import { clientError, isLinked, linkStates, organisationCode, organisationStatement } from '@hub/protocol';
import { documentKinds } from './organisation-documents.js';
import { z } from 'zod';
import { readAsked, refusing } from '../refusing.js';
import { openOrganisations } from './open-organisations.js';
import { placeholdersIn } from './placeholders.js';

const by = z.string().trim().min(1).max(200);
const reason = z.string().trim().min(1).max(1000).optional();
const documentKind = z.enum(documentKinds);
const invitation = z.strictObject({ code: organisationCode, by });
const change = z.strictObject({ state: z.enum(linkStates), by, reason });
/** An operator's publication for an organisation in spite of a check's refusal, with a reason. */
const overriding = z.strictObject({
  // Unusable pages are never shown, so none need be put in force.
  kind: documentKind.exclude(['PAGES']),
  content: z.string().min(1),
  by,
  override: z.string().trim().min(1).max(1000),
});
const statement = z.strictObject({ by, statement: organisationStatement });
const rollback = z.strictObject({ kind: documentKind, version: z.int().min(1), by });

/**
 * Adds the endpoints for operators whose token has the scope `keys`. `GET /operator/registry/organisations` lists the
 * organisations that publish at the registry; `GET …/CODE` shows one's details and documents; `POST` invites one, and
 * answers with the secret with which it joins, shown once; `POST …/CODE/states` changes its state; `GET
 * …/CODE/versions` lists its versions, `POST …/CODE/documents` publishes one that a check refused, with a reason, and
 * `POST …/CODE/rollbacks` puts a former version in force. `GET …/CODE/statements` lists consents and tokens, and
 * `POST` makes a statement for an organisation.
 */
export function organisationEndpoints({ operator, ...endpoints }: Endpoints): void {
  const { book, publisher, statements } = openOrganisations(endpoints);
  const path = '/operator/registry/organisations';
  addEndpoint(operator, {
    method: 'GET',
    url: path,
    price: lookPrice,
    handler: async () => ({ organisations: await book().list() }),
  });
  addEndpoint(operator, {
    method: 'POST',
    url: path,
    price: messagePrice(),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const { code, by: invitedBy } = readAsked(invitation, request.body);
        const secret = await book().invite(code, invitedBy);
        request.log.info({ organisation: code, by: invitedBy }, 'invited an organisation');
        return { code, secret };
      }),
  });
  addEndpoint<Named>(operator, {
    method: 'POST',
    url: `${path}/:code/states`,
    price: messagePrice(),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const { state, by: changedBy, reason: why } = readAsked(change, request.body);
        const { code } = request.params;
        const told = await publisher().change(code, state, changedBy, why);
        request.log.info({ organisation: code, state, by: changedBy, told }, 'an organisation is in another state');
        return { code, state, told: told ?? null };
      }),
  });
  addEndpoint<Named>(operator, {
    method: 'GET',
    url: `${path}/:code`,
    price: lookPrice,
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const shown = await book().show(request.params.code);
        if (shown) return { ...shown, placeholders: placeholdersIn(shown) };
        throw clientError('NOT_LINKED', `Expected an organisation that has joined, but got ${request.params.code}.`);
      }),
  });
  addEndpoint<Named>(operator, {
    method: 'GET',
    url: `${path}/:code/versions`,
    price: lookPrice,
    handler: async ({ params }) => ({
      versions: await book().versions(params.code),
    }),
  });
  addEndpoint<Named>(operator, {
    method: 'POST',
    url: `${path}/:code/documents`,
    price: messagePrice(3 * 1024 * 1024),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const { kind, content, by: publishedBy, override } = readAsked(overriding, request.body);
        const { code } = request.params;
        const { version, state } = await book().publish(code, kind, content, publishedBy, { override });
        request.log.warn({ organisation: code, kind, version, by: publishedBy, override }, 'published without a check');
        return { code, kind, version, state };
      }),
  });
  addEndpoint<Named>(operator, {
    method: 'POST',
    url: `${path}/:code/rollbacks`,
    price: messagePrice(),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const { kind, version, by: changedBy } = readAsked(rollback, request.body);
        const { code } = request.params;
        const waitsFor = await publisher().rollBack(code, kind, version, changedBy);
        return {
          code,
          kind,
          version,
          state: waitsFor === undefined ? 'IN_FORCE' : 'WAITING',
          reason: waitsFor ?? null,
        };
      }),
  });
  addEndpoint<Named>(operator, {
    method: 'GET',
    url: `${path}/:code/statements`,
    price: lookPrice,
    handler: async ({ params: { code } }) => ({
      consents: await statements().consentsOf(code),
      tokens: await statements().tokensOf(code),
    }),
  });
  addEndpoint<Named>(operator, {
    method: 'POST',
    url: `${path}/:code/statements`,
    price: messagePrice(),
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const { by: saidBy, statement: made } = readAsked(statement, request.body);
        const { code } = request.params;
        const isKnown = isLinked(code) || (await book().show(code)) !== undefined;
        if (!isKnown) throw clientError('NOT_LINKED', `Expected an organisation that is linked, but got ${code}.`);
        await statements().take(code, made, saidBy);
        request.log.info(
          { organisation: code, kind: made.kind, by: saidBy },
          'a statement was made for an organisation',
        );
        return { code, kind: made.kind };
      }),
  });
}

interface Named {
  readonly Params: { readonly code: string };
}

/**
 * `GET /operator/registry/snapshots?after=NUMBER`, for followers of the registry, whose token has the scope `follow`:
 * the newest snapshot, once it is later than that number, and otherwise after a while.
 */
export function snapshotEndpoint({ operator, server, ...endpoints }: Endpoints): void {
  const { snapshots } = openOrganisations({ server, ...endpoints });
  addEndpoint<{ Querystring: { after?: string } }>(operator, {
    method: 'GET',
    url: '/operator/registry/snapshots',
    // The whole snapshot is written out: 12 ms in the demonstration.
    price: { ...lookPrice, processorMs: 20 },
    handler: async ({ query }, reply) => {
      const left = new AbortController();
      reply.raw.once('close', () => {
        left.abort();
      });
      return snapshots().after(Number(query.after ?? 0) || 0, left.signal);
    },
  });
}
