import { addEndpoint, type EndpointServer, messagePrice } from '@hub/kit';
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Cell, type CheckAnswer, DeskFault, RejectedRows, rowsTable } from '@hub/kit/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PostSourceSettings } from '../settings/source-settings.js';
import { ConnectorFault } from '../state/told.js';
import type { SourceParts } from './database-source.js';
import { callerOf, rejectedFault, wishOf } from './taking.js';

/** The size limit of one request's JSON, in bytes: larger sets must be sent as CSV, or in parts. */
const mostJsonBytes = 16 * 1024 * 1024;

/** How many requests of a source run at once; others must come later. */
const mostAtOnce = 2;

const value = z.union(
  [z.string().max(10_000), z.number(), z.boolean(), z.null()],
  'expected a text, a number, true, false or null',
);
const jsonRows = z.array(z.record(z.string().max(300), value), 'expected a list of rows, each an object').min(1);
const query = z.strictObject({
  /** The last day for which the rows are complete. */
  through: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'expected a day as YYYY-MM-DD')
    .optional(),
  /** Only reports the result, without importing. */
  check: z.enum(['true', 'false']).optional(),
});

interface Endpoint {
  Params: { readonly kind: string };
}

/** Records of people that the organisation's own program posts: `POST /rows/KIND` with its token, JSON or a file. */
export class PostSource {
  readonly #token: Buffer;
  #underWay = 0;

  constructor(
    private readonly settings: PostSourceSettings,
    token: string,
    private readonly parts: SourceParts,
  ) {
    this.#token = digestOf(token);
    parts.board.part(settings.name);
  }

  get name(): string {
    return this.settings.name;
  }

  /** Whether a request has this source's token. */
  isOf({ headers: { authorization = '' } }: Pick<FastifyRequest, 'headers'>): boolean {
    return timingSafeEqual(digestOf(authorization.replace(/^Bearer /, '')), this.#token);
  }

  async answer(request: FastifyRequest<Endpoint>, reply: FastifyReply): Promise<FastifyReply> {
    if (this.#underWay >= mostAtOnce)
      return reply.code(429).header('retry-after', '5').send({ code: 'TOO_MANY_FILES', message: tooMany });
    this.#underWay += 1;
    try {
      const { counts, body } = await this.#take(request);
      const { board } = this.parts;
      const part = board.part(this.name);
      part.counts = counts;
      part.lastAt = board.now();
      if (counts.rejected > 0) board.fails(this.name, rejectedFault(this.name, counts.rejected, counts.read));
      else board.works(this.name);
      return await reply.send(body);
    } catch (error) {
      if (!(error instanceof DeskFault)) throw error;
      const { status, answer } = error;
      const message = answer.message;
      this.parts.board.fails(
        this.name,
        new ConnectorFault('ROWS_NOT_READ', {
          vi: `Không nhận được dữ liệu gửi tới ${request.params.kind}: ${message}`,
          en: `What was posted as ${request.params.kind} cannot be taken in: ${message}`,
        }),
      );
      return await reply.code(status).send(answer);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #take(request: FastifyRequest<Endpoint>) {
    const { kind } = request.params;
    const settings = this.settings.rows.find((one) => one.kind === kind);
    if (!settings) {
      const known = this.settings.rows.map((one) => one.kind).join(', ');
      throw new DeskFault(404, {
        code: 'UNKNOWN_KIND',
        message: `Expected one of ${known}, got ${JSON.stringify(kind)}.`,
      });
    }
    const { through, check } = parsed(query, request.query);
    const wish = wishOf(settings, this.parts.board.now());
    const wanted = {
      ...wish,
      ...(through !== undefined && { through }),
      ...(check === 'true' && { mode: 'CHECK' as const }),
      mapping: settings.mapping ?? {},
    };
    const done = isStream(request.body)
      ? await this.#takeFile(kind, request.body, wanted)
      : await this.#takeRows(kind, parsed(jsonRows, request.body), wanted);
    const { read, written, rejected, added, changed, unchanged, absent, removed, faults, run } = done;
    return {
      counts: { read, written, rejected },
      body: { run, read, written, added, changed, unchanged, absent, removed, rejected, faults },
    };
  }

  async #takeRows(kind: string, rows: z.output<typeof jsonRows>, wish: Wanted): Promise<CheckAnswer> {
    const { tables } = this.parts.desk;
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const table = rowsTable(names, () => rows.map((row) => names.map((name) => cellOf(row[name] ?? null))));
    const caller = callerOf(this.name);
    const { layout } = await tables.look(caller, table, { kind, mapping: wish.mapping });
    const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    const rejected = new RejectedRows();
    const source = { kind, name: this.name, table, layout, sha256: () => sha256, rejected };
    const { faults, ...done } = await tables.take(caller, wish, source);
    // The first row of a list has the number 1, because there is no header above it.
    return { ...done, faults: faults.map((fault) => ({ ...fault, row: fault.row - 1, at: {} })) };
  }

  async #takeFile(kind: string, content: AsyncIterable<Uint8Array>, wish: Wanted): Promise<CheckAnswer> {
    const { desk } = this.parts;
    const caller = callerOf(this.name);
    const { mapping } = wish;
    const { id } = await desk.files.keep(caller, { kind, name: this.name, mapping }, content);
    try {
      for await (const line of desk.take(caller, id, wish)) if (line.type === 'done') return line;
      throw new Error('Expected the import to end, but it did not.');
    } finally {
      await desk.files.forget(caller, id).catch(() => undefined);
    }
  }
}

type Wanted = Omit<ReturnType<typeof wishOf>, 'mode'> & {
  readonly mode: 'IMPORT' | 'CHECK';
  readonly mapping: NonNullable<PostSourceSettings['rows'][number]['mapping']>;
};

const tooMany = 'Expected at most two requests at once. Wait for their ends.';

/** Adds the endpoint of programs: a source's token permits importing its kinds. */
export function postEndpoints(server: EndpointServer, sources: readonly PostSource[]): void {
  if (sources.length === 0) return;
  server.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, done) => {
    done(null, payload);
  });
  addEndpoint<Endpoint>(server, {
    method: 'POST',
    url: '/rows/:kind',
    price: messagePrice(mostJsonBytes),
    handler: async (request, reply) => {
      const source = sources.find((one) => one.isOf(request));
      if (source) return source.answer(request, reply);
      const message = 'Expected Authorization: Bearer and the token of a source of this connector.';
      return reply.code(401).send({ code: 'UNAUTHENTICATED', message });
    },
  });
}

function cellOf(given: z.output<typeof value>): Cell {
  if (given === null) return '';
  if (typeof given === 'number') return { type: 'number', text: String(given) };
  if (typeof given === 'boolean') return { type: 'flag', text: String(given) };
  return given;
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body);
  if (!error) return data;
  const issues = error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  throw new DeskFault(400, { code: 'BAD_REQUEST', message: `Not understood: ${issues.join('; ')}.` });
}

const digestOf = (token: string) => createHash('sha256').update(token.trim()).digest();
