import { roles } from '@hub/protocol';
import { z } from 'zod';
import type { Rate } from '../request/quota.js';

const count = z.int().positive();
const milliseconds = z.int().positive().max(300_000);

const rate = z.strictObject({ burst: count, perSecond: z.number().positive() });

const documentLimits = z.strictObject({
  lines: count.default(4000),
  definitions: count.default(100),
  tokens: count.default(4000),
  depth: count.default(20),
  selections: count.default(2000),
  aliases: count.default(100),
  directives: count.default(50),
  rootFields: count.default(50),
  repetitions: count.default(10_000),
});

/** What a document may be before it is validated: see `operationSize` and `repetitions`. */
export type DocumentLimits = Readonly<z.infer<typeof documentLimits>>;

/** Whose budgets there are: of the hub's roles, and of everyone. */
const budgeted = ['anonymous', ...roles] as const;

/**
 * By the role of who asks: the most of those that apply to it, `anonymous` to everyone. A name that is no role would
 * leave whom it means with the budget of everyone.
 */
const byRole = <T extends z.ZodType>(value: T) =>
  z.partialRecord(z.enum(budgeted, `expected one of ${budgeted.join(', ')}`), value);

const limits = z.strictObject({
  bodyBytes: z
    .union([count.transform((anonymous): Record<string, number> => ({ anonymous })), byRole(count)])
    .default({ anonymous: 64 * 1024, ...Object.fromEntries(roles.map((role) => [role, 1024 * 1024])) }),
  bodyMs: milliseconds.default(10_000),
  bodies: count.default(100),
  compressionRatio: count.default(40),
  jsonDepth: count.default(64),
  jsonValues: count.default(10_000),
  batch: count.default(1),
  document: documentLimits.prefault({}),
  planningSteps: count.default(1_000_000),
  responseBytes: count.default(16 * 1024 * 1024),
  concurrency: count.default(100),
  exports: count.default(4),
  imports: count.default(2),
  importBytes: count.default(512 * 1024 * 1024),
  exportRows: byRole(count).default({
    anonymous: 10_000,
    app: 100_000,
    staff: 200_000,
    analyst: 200_000,
    auditor: 5_000_000,
  }),
  cost: byRole(count).default({
    anonymous: 10_000,
    app: 20_000,
    staff: 50_000,
    'organisation-service': 50_000,
    auditor: 100_000,
    analyst: 100_000,
  }),
  listSize: count.default(10),
  fetchCost: z.int().nonnegative().default(100),
  subgraphConcurrency: count.default(8),
  rate: byRole(rate).default({ anonymous: { burst: 500, perSecond: 100 }, app: { burst: 1000, perSecond: 200 } }),
  addressRate: rate.default({ burst: 2000, perSecond: 500 }),
  processorShare: z.number().positive().max(1).default(0.3),
  cacheBytes: count.default(96 * 1024 * 1024),
  figuresBytes: z
    .int()
    .nonnegative()
    .default(16 * 1024 * 1024),
});

/** What JSON may be before it is parsed: see `checkJsonSize`. */
export interface JsonLimits {
  /** How deep lists and objects may be within each other. */
  readonly jsonDepth: number;
  /** How many values there may be, as far as commas and brackets tell. */
  readonly jsonValues: number;
}

/** What a request's body may be. */
export interface BodyLimits extends JsonLimits {
  /** Its bytes, as sent and decompressed, by role. */
  readonly bodyBytes: Readonly<Record<string, number>>;
  /** How many bytes each byte of a compressed body may become. */
  readonly compressionRatio: number;
  /** How long it may take to arrive, in milliseconds. */
  readonly bodyMs: number;
}

/** What the requests of callers may take of the gateway. What is undefined is not limited. */
export interface Limits extends BodyLimits {
  /** How many bodies of one caller may be on their way; for another, the one that takes longest is refused. */
  readonly bodies: number;
  /** How many operations a request may have; 1 is no batch. */
  readonly batch: number;
  readonly document?: DocumentLimits;
  /** How many steps planning an operation may take: selections that are read, and fields that are asked for. */
  readonly planningSteps: number;
  /** A response before it is compressed, in bytes. */
  readonly responseBytes?: number;
  /** Requests of one caller that are answered at the same time. */
  readonly concurrency?: number;
  /** Files of one caller that are made at the same time. */
  readonly exports?: number;
  /** Files that one caller brings at the same time. */
  readonly imports?: number;
  /** The most that a file may measure that is brought, in bytes. */
  readonly importBytes?: number;
  /** How many rows a file has at most, by role. */
  readonly exportRows: Readonly<Record<string, number>>;
  /** What an operation may cost, by role: see `operationCost`. */
  readonly cost?: Readonly<Record<string, number>>;
  /** How long a list is where the schema does not say. */
  readonly listSize: number;
  /** What each fetch from a subgraph costs, besides the objects that it is for. */
  readonly fetchCost: number;
  /** How many requests a subgraph is sent at a time, where its own settings do not say. */
  readonly subgraphConcurrency: number;
  /** How often one identity may ask, by role. */
  readonly rate?: Readonly<Record<string, Rate>>;
  /** How often may be asked from one address, whoever asks. */
  readonly addressRate?: Rate;
  /** Which part of the event loop's time operations may take that are new, and files: see `ProcessorTime`. */
  readonly processorShare: number;
  /** What documents and compiled operations that are kept may take of memory together, in bytes. */
  readonly cacheBytes: number;
  /** What public figures may take of memory that are kept until others are there, in bytes; 0 keeps none. */
  readonly figuresBytes: number;
}

/**
 * How many requests of one caller may wait for a subgraph that answers nothing: a quarter of those that it may have under
 * way, so that they do not cost it the other subgraphs.
 */
export function waitingEach({ concurrency = Infinity }: Pick<Limits, 'concurrency'>): number {
  return Math.ceil(concurrency / 4);
}

/** How much of `cacheBytes` compiled operations may take; documents have the rest. */
export const partOfOperations = 2 / 3;

/** The hub's own limits. */
export const hubLimits: Limits = limits.parse({});

/** For supergraphs of which nothing is known: what keeps the gateway alive, and no more. */
export const looseLimits: Limits = {
  bodyBytes: { anonymous: 10 * 1024 * 1024 },
  bodyMs: 30_000,
  bodies: 1000,
  compressionRatio: 200,
  jsonDepth: 200,
  jsonValues: 1_000_000,
  batch: 1,
  exportRows: { anonymous: Number.MAX_SAFE_INTEGER },
  planningSteps: 10_000_000,
  listSize: 10,
  fetchCost: 0,
  subgraphConcurrency: 128,
  processorShare: 1,
  cacheBytes: 96 * 1024 * 1024,
  figuresBytes: 0,
};

/**
 * Reads limits that replace some of the hub's own.
 * @throws z.ZodError
 */
export function readLimits(given: unknown): Limits {
  return limits.parse(given);
}

/** The most that some roles have of something. */
export function forRoles<T>(
  byRole: Readonly<Record<string, T>>,
  roles: readonly string[],
  size: (value: T) => number,
): T | undefined {
  let best = Object.hasOwn(byRole, 'anonymous') ? byRole['anonymous'] : undefined;
  for (const role of roles) {
    const value = Object.hasOwn(byRole, role) ? byRole[role] : undefined;
    if (value !== undefined && (best === undefined || size(value) > size(best))) best = value;
  }
  return best;
}
