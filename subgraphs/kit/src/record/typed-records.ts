import { createHash } from 'node:crypto';
import { badUserInput, clientError, valueFormats } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { defineService } from '../graphql/services.js';
import type { CsvItem } from '../file/csv.js';
import type { DoneBeside, ImportDone, ImportEvent, ImportOptions } from '../import/import-event.js';
import type { RowsOfFile } from '../file/rows-of-file.js';
import type { Caller } from '../trust/caller.js';
import { type Form, rowOf, type TypedRow } from './form.js';
import type { TypedRecordReceipt, TypedRecordState } from './record-receipt.js';

/** How long an answer is kept, in days: as long as a program may retry a request. */
const keptDays = 7;

/** The line of the first typed-in row, as if in a file with a header in line 1. */
const firstLine = 2;

export interface TypedRecordsOptions {
  readonly em: SqlEntityManager;
  /** Imports rows as a file of their kind. */
  readonly take: (
    kind: string,
    rows: ImportOptions['rows'],
    by: Pick<Caller, 'subject' | 'app'> | undefined,
    beside: DoneBeside,
  ) => AsyncIterable<ImportEvent>;
}

/** A typed-in row with its request. */
export interface TypedRecord {
  readonly form: Form;
  readonly input: Readonly<Record<string, unknown>>;
  /** The caller's key for the request: the same request under it is done once. */
  readonly key: string;
  /** Undefined where the subgraph answers without callers. */
  readonly caller: Caller | undefined;
}

/** The service of typed-in records, for resolvers. */
export const typedRecords = defineService<TypedRecords>('what is typed in');

/** Imports typed-in rows, each as a file of one row, with the same checks and a receipt for each. */
export class TypedRecords {
  /** By caller and key: the same request that comes twice at once is done once. */
  readonly #underWay = new Map<string, { readonly digest: string; readonly receipt: Promise<TypedRecordReceipt> }>();

  constructor(private readonly options: TypedRecordsOptions) {}

  /**
   * Imports a row; with the same key again, it gives the same answer.
   * @throws GraphQLError `BAD_USER_INPUT`; `IDEMPOTENCY_KEY_REUSED` where the key was given with another input.
   */
  async put(record: TypedRecord): Promise<TypedRecordReceipt> {
    const { form, input, key, caller } = record;
    const { expected, accepts } = valueFormats.code;
    if (!accepts(key)) throw badUserInput(`Expected idempotencyKey to be ${expected}.`);
    const row = rowOf(form, input);
    const digest = createHash('sha256')
      .update(JSON.stringify([form.name, row]))
      .digest('hex');
    const by = caller?.subject ?? caller?.app ?? '';
    const id = JSON.stringify([by, key]);
    const known = this.#underWay.get(id);
    if (known) return sameAs(known, digest).receipt;
    const receipt = this.#once(record, row, { by, digest });
    this.#underWay.set(id, { digest, receipt });
    try {
      return await receipt;
    } finally {
      this.#underWay.delete(id);
    }
  }

  async #once(
    { form, key, caller }: TypedRecord,
    row: TypedRow,
    { by, digest }: { readonly by: string; readonly digest: string },
  ): Promise<TypedRecordReceipt> {
    const { em, take } = this.options;
    const faults: TypedRecordReceipt['faults'][number][] = [];
    const rows = async (within: SqlEntityManager) => rowsOf([row, ...((await form.beside?.(within, row)) ?? [])]);
    let kept: KeptAnswer | undefined;
    let receipt: TypedRecordReceipt | undefined;
    const beside: DoneBeside = {
      // Another copy of this server may have had the same request: either it has answered, or this import ends first.
      begin: async (within) => {
        await within.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`typed in ${by} ${key}`]);
        kept = await keptAnswer(within, by, key);
        return kept === undefined;
      },
      end: (within, done) => {
        receipt = receiptOf(done, faults);
        return keepAnswer(within, { by, key, digest, receipt });
      },
    };
    for await (const event of take(form.kind, rows, caller, beside)) {
      if (event.type === 'rejected') faults.push(faultOf(event, form));
    }
    if (kept) return sameAs(kept, digest).answer;
    if (receipt) return receipt;
    const refused: TypedRecordReceipt = { import: null, state: 'REFUSED', faults };
    await keepAnswer(em.fork(), { by, key, digest, receipt: refused });
    return refused;
  }
}

/** The kept answer to an earlier request. */
interface KeptAnswer {
  readonly digest: string;
  readonly answer: TypedRecordReceipt;
}

async function keptAnswer(em: SqlEntityManager, by: string, key: string): Promise<KeptAnswer | undefined> {
  const [kept] = await em.execute<KeptAnswer[]>(
    'select digest, answer from typed_record_answer where caller = ? and key = ?',
    [by, key],
  );
  return kept;
}

/** Keeps an answer, and removes answers that no program retries any more. */
async function keepAnswer(
  em: SqlEntityManager,
  { by, key, digest, receipt }: { by: string; key: string; digest: string; receipt: TypedRecordReceipt },
): Promise<void> {
  await em.execute(
    `with old as (delete from typed_record_answer where answered_at < now() - make_interval(days => ?))
     insert into typed_record_answer (caller, key, digest, answer) values (?, ?, ?, ?::json)
     on conflict (caller, key) do nothing`,
    [keptDays, by, key, digest, JSON.stringify(receipt)],
  );
}

function receiptOf(done: ImportDone, faults: TypedRecordReceipt['faults']): TypedRecordReceipt {
  const state = faults.length > 0 ? 'REFUSED' : stateOf(done);
  return { import: done.run === null ? null : String(done.run), state, faults };
}

/** The row's state; the rows beside it are unchanged. */
function stateOf({ added, changed }: ImportDone): TypedRecordState {
  if (added > 0) return 'ADDED';
  return changed > 0 ? 'CHANGED' : 'UNCHANGED';
}

/** @throws GraphQLError `IDEMPOTENCY_KEY_REUSED` */
function sameAs<Known extends { readonly digest: string }>(known: Known, digest: string): Known {
  if (known.digest === digest) return known;
  throw clientError(
    'IDEMPOTENCY_KEY_REUSED',
    'Expected the same input as the key was given with before, got another: give each record a key of its own.',
  );
}

function faultOf({ row, column, reason }: ImportEvent & { readonly type: 'rejected' }, { fields }: Form) {
  const field = fields.find((one) => one.column === column)?.field ?? null;
  const message = row === firstLine ? reason : `Another row of what belongs together: ${reason}`;
  return { field: row === firstLine ? field : null, column, message };
}

/** Rows as of a file, whose header is line 1. */
function rowsOf(rows: readonly TypedRow[]): RowsOfFile {
  // eslint-disable-next-line @typescript-eslint/require-await -- a stream of rows in memory
  async function* items(): AsyncGenerator<CsvItem> {
    for (const [index, values] of rows.entries()) yield { type: 'record', line: index + firstLine, values };
  }
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return { items: items(), sha256: () => digest };
}
