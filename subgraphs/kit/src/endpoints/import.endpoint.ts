import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { DeskCaller } from '../desk/desk-parts.js';
import type { ImportDesk } from '../desk/import-desk.js';
import { mapping as mappingSchema } from '../mapping/mapping.js';
import type { SubgraphDefinition } from '../definition/subgraph.js';
import { allImports } from '../definition/all-imports.js';
import { type ImportEvent, operator as atOperatorsEndpoint } from '../import/import-event.js';
import type { Releaser } from '../release/releaser.js';
import { answerLines, leftSignal } from './answer-lines.js';
import { demonstrationReleaseEndpoint } from './demonstration-release.endpoint.js';
import { importDeskEndpoints } from './import-desk.endpoint.js';
import type { ReleaseAnswer } from './release.endpoint.js';

/**
 * A line of the import's answer: an event, or the reason why the file as a whole was refused (then no row was
 * imported).
 */
export type ImportLine = ImportEvent | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** The kinds of file and receipts at the operator's endpoint. */
export interface ImportCatalogue {
  readonly kinds: readonly {
    readonly kind: string;
    readonly description: string;
    readonly columns: readonly { readonly name: string; readonly expected: string }[];
  }[];
  readonly runs: readonly { readonly kind: string; readonly sha256: string }[];
  /** The kinds that are read from views of an existing database, so that no file of them is imported. */
  readonly views?: readonly string[];
}

interface ImportQuery {
  readonly file?: string;
  readonly demonstration?: string;
  readonly on?: string;
  readonly through?: string;
  readonly more?: string;
  readonly mapping?: string;
}

interface ImportParts {
  readonly definition: SubgraphDefinition;
  readonly em: SqlEntityManager;
  readonly desk: ImportDesk;
  /** Notified of imports, where the organisation makes releases. */
  readonly releaser: Releaser | undefined;
  /** Called at the end of a load. */
  readonly onLoaded?: (() => void) | undefined;
}

/** How many refused rows an answer without streaming lists. */
const mostListed = 1000;

/** The caller at the operator's endpoint. */
export const operatorAtDesk: DeskCaller = { owner: 'operator', by: atOperatorsEndpoint };

/**
 * Adds to the operator's endpoint: `GET /operator/imports` lists the kinds of file and the receipts; `POST
 * /operator/imports/KIND?file=NAME&demonstration=true` imports a file at once (the flag marks made-up data), and
 * answers in lines of JSON: at the end and with a status (422 where the file cannot be read), or as a stream with
 * `Accept: application/x-ndjson`. `/operator/import-desk/…` is the import desk; see `desk/shapes.ts`. With `on=DAY`,
 * its codes of places are read on that day, not today; `through=DAY` gives the last day for which it is complete;
 * `mapping=JSON` gives its mapping. With `more=true`, more files follow, and `POST /operator/load-ended` ends them: a
 * release waits for that, and is made at once.
 */
export function importEndpoints(operator: EndpointServer, parts: ImportParts): void {
  const { definition, em, desk, releaser } = parts;
  const imports = allImports(definition);
  const views = (definition.records ?? []).filter(({ declaration }) => declaration.view).map(({ kind }) => kind);

  for (const type of ['application/octet-stream', 'text/csv'])
    operator.addContentTypeParser(type, (_request, payload, done) => {
      done(null, payload);
    });
  importDeskEndpoints(operator, desk, {
    path: '/operator/import-desk',
    callerOf: () => operatorAtDesk,
    mayDemonstrate: true,
  });
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/imports',
    price: lookPrice,
    handler: async (): Promise<ImportCatalogue> => ({
      kinds: imports.map(({ kind, description, columns }) => ({
        kind,
        description,
        columns: Object.entries(columns).map(([name, { expected }]) => ({ name, expected })),
      })),
      runs: await em.fork().execute(`select kind, sha256 from import_in_force order by id`),
      views,
    }),
  });
  addEndpoint<{ Params: { kind: string }; Querystring: ImportQuery }>(operator, {
    method: 'POST',
    url: '/operator/imports/:kind',
    price: messagePrice(Number.MAX_SAFE_INTEGER),
    handler: async (request, reply) => {
      const { kind } = request.params;
      if (views.includes(kind)) {
        const message = `Expected no file of ${kind}: it is read from a view of the organisation's database. Change it there.`;
        return reply.code(404).send({ code: 'UNKNOWN_KIND', message });
      }
      const { file = kind, demonstration, on, through, more, mapping } = request.query;
      const told = mapping === undefined ? undefined : mappingSchema.safeParse(jsonOf(mapping)).data;
      if (mapping !== undefined && !told)
        return reply.code(400).send({ code: 'BAD_REQUEST', message: 'Expected a mapping as JSON.' });
      const lines = desk.takeAtOnce(
        { ...operatorAtDesk, left: leftSignal(reply) },
        {
          ...{ kind, name: file, mode: 'IMPORT', on, through, more: more === 'true' },
          ...{ demonstration: demonstration === 'true', ...(told && { mapping: told }) },
        },
        request.body as AsyncIterable<Uint8Array>,
      );
      let rejected = 0;
      return answerLines<ImportLine>(request, reply, lines, {
        type: 'application/x-ndjson',
        keeps: ({ type }) => type !== 'progress' && (type !== 'rejected' || (rejected += 1) <= mostListed),
        whole: (kept, fault) => {
          const failed = fault && { type: 'failed', ...fault.answer };
          // A refusal before the first row is a single value, as at every endpoint.
          if (fault && (fault.status === 400 || fault.status === 404)) return JSON.stringify(fault.answer);
          return [...kept, ...(failed ? [failed] : [])].map((line) => `${JSON.stringify(line)}\n`).join('');
        },
      });
    },
  });
  if (releaser) {
    demonstrationReleaseEndpoint(operator, releaser, new URL('data/', definition.folder), () => desk.intake.queue.idle);
  }
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/load-ended',
    price: messagePrice(),
    handler: async (): Promise<ReleaseAnswer> => {
      await desk.intake.queue.idle;
      const release = await releaser?.loadEnded();
      parts.onLoaded?.();
      return { release: release ?? null };
    },
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
