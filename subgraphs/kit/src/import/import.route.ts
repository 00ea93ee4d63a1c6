import { Readable } from 'node:stream';
import { type Clock, dayInProvince, valueFormats } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';
import { WrongKey } from '../database/key-fingerprint.js';
import { allImports } from '../all-imports.js';
import { hasLedger } from '../ledger/ledger.js';
import type { PseudonymKeys } from '../ledger/pseudonym.js';
import type { ReleaseAnswer } from '../release/release.route.js';
import type { Releaser } from '../release/releaser.js';
import { demonstrationReleaseRoute } from '../release/demonstration-release.route.js';
import type { SubgraphDefinition } from '../subgraph.js';
import type { Metrics } from '../telemetry/metrics.js';
import { FileError } from './csv.js';
import { type ImportEvent, importFile } from './import-file.js';

/** A line of the import's answer: an event, or why the file as a whole was refused (then nothing of it is in). */
export type ImportLine = ImportEvent | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** What the operator's door says of itself. */
export interface ImportCatalogue {
  readonly kinds: readonly {
    readonly kind: string;
    readonly description: string;
    readonly columns: readonly { readonly name: string; readonly expected: string }[];
  }[];
  readonly runs: readonly { readonly kind: string; readonly sha256: string }[];
}

interface ImportQuery {
  readonly file?: string;
  readonly demonstration?: string;
  readonly on?: string;
  readonly through?: string;
  readonly more?: string;
}

interface ImportParts {
  readonly definition: SubgraphDefinition;
  readonly em: SqlEntityManager;
  readonly config: Config;
  /** Gives the participants' keys, as they were last read. */
  readonly pseudonymKeys: () => PseudonymKeys | undefined;
  readonly metrics: Metrics;
  /** Hears of imports, where the organisation makes releases. */
  readonly releaser: Releaser | undefined;
  readonly now: Clock;
  /** Called at the end of a load. */
  readonly onLoaded?: (() => void) | undefined;
}

/**
 * Adds to the operator's door: `GET /operator/imports` lists the kinds of file and what came in;
 * `POST /operator/imports/KIND?file=NAME&demonstration=true` takes a CSV (the flag marks made-up data) and answers in lines of JSON as it goes.
 * With `on=DAY` its codes of places are read on that day, not today; `through=DAY` says the last day of which it is complete.
 * With `more=true` it is one of several, and `POST /operator/load-ended` says that no more follow: a release waits for
 * that, and is made at once.
 */
export function importRoutes(operator: FastifyInstance, parts: ImportParts): void {
  const { definition, em, config, metrics, releaser, now } = parts;
  const imports = allImports(definition);
  const kinds = new Map(imports.map((kind) => [kind.kind, kind]));
  let importing: Promise<unknown> = Promise.resolve();

  operator.addContentTypeParser('text/csv', (_request, payload, parsed) => {
    parsed(null, payload);
  });
  operator.get('/operator/imports', async (): Promise<ImportCatalogue> => ({
    kinds: imports.map(({ kind, description, columns }) => ({
      kind,
      description,
      columns: Object.entries(columns).map(([name, { expected }]) => ({ name, expected })),
    })),
    runs: await em.fork().execute(`select kind, sha256 from import_run order by id`),
  }));
  operator.post<{ Params: { kind: string }; Querystring: ImportQuery }>(
    '/operator/imports/:kind',
    { bodyLimit: Number.MAX_SAFE_INTEGER },
    async (request, reply) => {
      const kind = kinds.get(request.params.kind);
      if (!kind) {
        const message = `Expected one of ${[...kinds.keys()].join(', ')}, got ${JSON.stringify(request.params.kind)}.`;
        return reply.code(404).send({ code: 'UNKNOWN_KIND', message });
      }
      const today = dayInProvince(now());
      const { on, through } = request.query;
      for (const [name, day] of Object.entries({ on, through })) {
        if (day === undefined || (valueFormats.date.accepts(day) && day <= today)) continue;
        const message = `Expected ${name} to be a day up to today (${today}), got ${JSON.stringify(day)}.`;
        return reply.code(400).send({ code: 'BAD_REQUEST', message });
      }
      const events = importFile(em.fork(), {
        kind,
        file: request.query.file ?? kind.kind,
        demonstration: request.query.demonstration === 'true',
        today,
        placesOn: on,
        completeThrough: through,
        rootPlace: config.rootPlace,
        content: request.body as AsyncIterable<Uint8Array>,
        pseudonymKeys: parts.pseudonymKeys(),
        hasLedger: hasLedger(definition.organisation),
        counts: definition.counts,
      });
      // One file at a time: two of the same kind would only wait for each other's rows.
      const turn = importing;
      const outcome = { isIn: false };
      const counted = metrics.countingRows(kind.kind, noting(events, outcome));
      const lines = toLines(turn, counted, (error) => {
        request.log.error({ err: error }, 'import failed');
      });
      const body = Readable.from(lines);
      const ended = releaser?.importBegan(request.query.more === 'true');
      importing = new Promise<void>((finished) =>
        body.once('close', () => {
          ended?.(outcome.isIn);
          finished();
        }),
      );
      return reply.type('application/x-ndjson').send(body);
    },
  );
  if (releaser) {
    demonstrationReleaseRoute(operator, releaser, new URL('data/', definition.folder), () => importing);
  }
  operator.post('/operator/load-ended', async (): Promise<ReleaseAnswer> => {
    await importing;
    const release = await releaser?.loadEnded();
    parts.onLoaded?.();
    return { release: release ?? null };
  });
}

/** Notes whether anything of a file is in. */
async function* noting(events: AsyncIterable<ImportEvent>, outcome: { isIn: boolean }): AsyncGenerator<ImportEvent> {
  for await (const event of events) {
    if (event.type === 'done') outcome.isIn = event.written > 0;
    yield event;
  }
}

async function* toLines(
  turn: Promise<unknown>,
  events: AsyncIterable<ImportEvent>,
  onFault: (error: unknown) => void,
): AsyncGenerator<string> {
  await turn;
  const line = (event: ImportLine) => `${JSON.stringify(event)}\n`;
  try {
    for await (const event of events) yield line(event);
  } catch (error) {
    if (error instanceof FileError) {
      yield line({ type: 'failed', code: 'UNREADABLE_FILE', message: error.message });
    } else if (error instanceof WrongKey) {
      onFault(error);
      yield line({ type: 'failed', code: 'WRONG_PSEUDONYM_KEY', message: error.message });
    } else {
      onFault(error);
      yield line({
        type: 'failed',
        code: 'INTERNAL_SERVER_ERROR',
        message: "The import failed; nothing of the file is in. The subgraph's log says why.",
      });
    }
  }
}
