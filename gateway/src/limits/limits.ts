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

/** The limits of a document before it is validated: see `operationSize` and `repetitions`. */
export type DocumentLimits = Readonly<z.infer<typeof documentLimits>>;

/** The keys of budgets: the hub's roles, and `anonymous` for everyone. */
const budgeted = ['anonymous', ...roles] as const;

/**
 * A limit by role: the largest one of a caller's roles applies, `anonymous` to everyone. Unknown names are refused: a
 * misspelt role would leave its callers with the limit of everyone.
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

/** The limits of JSON before it is parsed: see `checkJsonSize`. */
export interface JsonLimits {
  /** The deepest nesting of lists and objects. */
  readonly jsonDepth: number;
  /** The most values, counted by commas and brackets. */
  readonly jsonValues: number;
}

/** The limits of a request's body. */
export interface BodyLimits extends JsonLimits {
  /** Its bytes, as sent and decompressed, by role. */
  readonly bodyBytes: Readonly<Record<string, number>>;
  /** How many bytes each byte of a compressed body may become. */
  readonly compressionRatio: number;
  /** The longest arrival, in milliseconds. */
  readonly bodyMs: number;
}

/** The limits of callers' requests. An undefined limit does not apply. */
export interface Limits extends BodyLimits {
  /** How many bodies of one caller may arrive at a time; a further one replaces the slowest. */
  readonly bodies: number;
  /** The most operations of a request; 1 means no batches. */
  readonly batch: number;
  readonly document?: DocumentLimits;
  /** The most steps of planning an operation: selections that are read, and fields that are planned. */
  readonly planningSteps: number;
  /** The largest response before compression, in bytes. */
  readonly responseBytes?: number;
  /** The most requests of one caller at a time. */
  readonly concurrency?: number;
  /** The most exports of one caller at a time. */
  readonly exports?: number;
  /** The most imports of one caller at a time. */
  readonly imports?: number;
  /** The largest imported file, in bytes. */
  readonly importBytes?: number;
  /** The most rows of an exported file, by role. */
  readonly exportRows: Readonly<Record<string, number>>;
  /** The largest cost of an operation, by role: see `operationCost`. */
  readonly cost?: Readonly<Record<string, number>>;
  /** The length of a list if the schema does not state it. */
  readonly listSize: number;
  /** The cost of each fetch from a subgraph, in addition to its objects. */
  readonly fetchCost: number;
  /** The most requests to a subgraph at a time, unless its own settings state it. */
  readonly subgraphConcurrency: number;
  /** The rate of one identity, by role. */
  readonly rate?: Readonly<Record<string, Rate>>;
  /** The rate of one address, for all its callers together. */
  readonly addressRate?: Rate;
  /** The share of the event loop's time for new operations and files: see `ProcessorTime`. */
  readonly processorShare: number;
  /** The most memory of cached documents and compiled operations together, in bytes. */
  readonly cacheBytes: number;
  /** The most memory of cached public figures, in bytes; 0 caches none. They are kept until the next figures come. */
  readonly figuresBytes: number;
}

/**
 * How many requests of one caller may wait for a subgraph that does not answer: a quarter of the caller's concurrency,
 * so that they do not block its requests to other subgraphs.
 */
export function waitingEach({ concurrency = Infinity }: Pick<Limits, 'concurrency'>): number {
  return Math.ceil(concurrency / 4);
}

/** The share of `cacheBytes` for compiled operations; documents have the rest. */
export const partOfOperations = 2 / 3;

/** The hub's own limits. */
export const hubLimits: Limits = limits.parse({});

/** For unknown supergraphs: limits that only keep the gateway alive. */
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
 * Reads limits that replace some of the hub's.
 * @throws z.ZodError
 */
export function readLimits(given: unknown): Limits {
  return limits.parse(given);
}

/** The largest limit of some roles. */
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
