import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyRequest } from 'fastify';
import { allImports } from '../definition/all-imports.js';
import type { SubgraphDefinition } from '../definition/subgraph.js';
import type { DeskCaller } from '../desk/desk-parts.js';
import type { RunsAnswer } from '../desk/shapes.js';
import { titlesOfKinds } from '../file/kind-title.js';
import { listReceipts } from '../import/list-receipts.js';
import { UndoRefused } from '../import/receipt.js';
import { undoImport } from '../import/undo-import.js';
import type { Releaser } from '../release/releaser.js';
import { shownFault } from './answer-lines.js';

/** The address and the callers of the receipts. */
export interface RunsEndpoint {
  /** The start of its addresses: `/imports`. */
  readonly path: string;
  readonly callerOf: (request: FastifyRequest) => DeskCaller;
  readonly definition: SubgraphDefinition;
  readonly em: SqlEntityManager;
  /** Notified of changes, where the organisation makes releases. */
  readonly releaser: Releaser | undefined;
}

/** How many receipts an answer contains, by default and at most. */
const [few, most] = [20, 500];

/** Adds the receipts of imports to an endpoint, and the undoing of an import; see `desk/shapes.ts`. */
export function importRunEndpoints(
  endpoint: EndpointServer,
  { path, callerOf, definition, em, releaser }: RunsEndpoint,
): void {
  const titleOf = titlesOfKinds(allImports(definition));
  addEndpoint<{ Querystring: { readonly first?: string; readonly after?: string; readonly kind?: string } }>(endpoint, {
    method: 'GET',
    url: `${path}/runs`,
    price: lookPrice,
    handler: async (request, reply) => {
      const { first = String(few), after, kind } = request.query;
      const wrong = [first, after].find((one) => one !== undefined && !/^\d{1,9}$/.test(one));
      if (wrong !== undefined || Number(first) > most) {
        const message = `Expected first to be a number up to ${most}, and after the number of a receipt, got ${JSON.stringify(wrong ?? first)}.`;
        return reply.code(400).send({ code: 'BAD_REQUEST', message });
      }
      // A caller sees only receipts of kinds that it may import: the operator's files are visible to the operator only.
      const { kinds } = callerOf(request);
      const page = { first: Number(first), after: after === undefined ? undefined : Number(after), kind, kinds };
      const receipts = await listReceipts(em.fork(), page);
      const answer: RunsAnswer = { runs: receipts.map((one) => ({ ...one, title: titleOf(one.kind) })) };
      return reply.send(answer);
    },
  });
  addEndpoint<{ Params: { run: string } }>(endpoint, {
    method: 'POST',
    url: `${path}/runs/:run/undo`,
    price: messagePrice(),
    handler: async (request, reply) => {
      const { run } = request.params;
      if (!/^\d{1,9}$/.test(run)) {
        const message = `Expected the number of a receipt, got ${JSON.stringify(run)}.`;
        return reply.code(400).send({ code: 'BAD_REQUEST', message });
      }
      const ended = releaser?.importBegan(false);
      let isIn = false;
      try {
        const { by, kinds: only } = callerOf(request);
        const options = { by, only, kinds: allImports(definition), counts: definition.counts };
        const undone = await undoImport(em.fork(), Number(run), options);
        isIn = true;
        return await reply.send(undone);
      } catch (error) {
        if (error instanceof UndoRefused) {
          const { message, restsOn } = error;
          return await reply.code(409).send({ code: 'UNDO_REFUSED', message, restsOn });
        }
        const { status, answer } = shownFault(error, request);
        return await reply.code(status).send(answer);
      } finally {
        ended?.(isIn);
      }
    },
  });
}
