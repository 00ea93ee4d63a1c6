import type { Reading } from '../file/column.js';
import type { FileAnalysis } from '../mapping/analysis.js';
import { type Layout, layoutOf } from '../mapping/layout.js';
import { lookAt } from '../mapping/look.js';
import { mappedRows } from '../mapping/mapped-rows.js';
import type { Mapping } from '../mapping/mapping.js';
import type { Table } from '../mapping/table.js';
import { AnswerSoFar } from './answer-so-far.js';
import { type DeskCaller, type DeskParts, expectDays, kindOf, readingOf } from './desk-parts.js';
import type { Intake, Wish } from './intake.js';
import { expectAnswered, shownFault } from './kept-files.js';
import type { RejectedRows } from './rejected-rows.js';
import { savedOf } from './saved-mappings.js';
import type { CheckAnswer, CheckAsk } from './shapes.js';

/** How a table is read, as its examination found. */
export interface LookedAt {
  readonly analysis: FileAnalysis;
  readonly layout: Layout;
}

/** Rows that come from no file, and how they are imported. */
export interface TableToTake {
  readonly kind: string;
  /** Its name in receipts. */
  readonly name: string;
  readonly table: Table;
  readonly layout: Layout;
  /** The digest of all rows, after they were read. */
  readonly sha256: () => string;
  /** Collects the refused rows and the reasons. */
  readonly rejected: RejectedRows;
}

/** Imports rows that come from no file, such as those in a database's view, with the mapping of files. */
export class TableIntake {
  constructor(
    private readonly parts: DeskParts,
    private readonly intake: Intake,
  ) {}

  /**
   * The columns of a kind, each with a mark where it may name a person. @throws DeskFault where there is no such kind.
   */
  columnsOf(caller: DeskCaller, kind: string): ReadonlyMap<string, { readonly secret: boolean }> {
    const { columns } = kindOf(this.parts, caller, kind);
    return new Map(Object.entries(columns).map(([name, { secret = false }]) => [name, { secret }]));
  }

  /** Matches the table's columns with the kind's, by their names alone. @throws DeskFault */
  async layout(caller: DeskCaller, table: Table, how: { readonly kind: string; readonly mapping: Mapping }) {
    const { em, kinds } = this.parts;
    const kind = kindOf(this.parts, caller, how.kind);
    const saved = await savedOf(em.fork(), kind.kind);
    const told = { ...how.mapping, headerRow: 1 };
    return toldOf(() => layoutOf(table, { kind, kinds, told, saved }));
  }

  /**
   * Reads a table to its end, to find how to read its values.
   * @throws DeskFault where a question is open.
   */
  async look(
    caller: DeskCaller,
    table: Table,
    how: Pick<CheckAsk, 'on'> & { readonly kind: string; readonly mapping: Mapping },
  ): Promise<LookedAt> {
    const found = await this.layout(caller, table, how);
    const analysis = await toldOf(async () => lookAt(table, found, await readingOf(this.parts, how.on)));
    expectAnswered(analysis);
    return { analysis, layout: { ...found, mapping: analysis.mapping } };
  }

  /** Checks rows or imports them, like `ImportDesk.take`. @throws DeskFault */
  async take(caller: DeskCaller, wish: Wish, { rejected, ...source }: TableToTake): Promise<CheckAnswer> {
    const { table, layout, name, sha256: sha } = source;
    const kind = kindOf(this.parts, caller, source.kind);
    expectDays(this.parts, wish);
    const answer = new AnswerSoFar(layout, rejected);
    const rows = (reading: Reading) => mappedRows(table, layout, { mapping: layout.mapping, reading });
    return toldOf(async () => {
      let done: CheckAnswer | undefined;
      for await (const event of this.intake.events(caller, wish, { kind, name, layout, rows, sha })) {
        const line = answer.lineOf(event, { bytes: 0, ofBytes: 0 });
        if (line?.type === 'done') done = line;
      }
      if (!done) throw new Error('Expected the import to end, but it did not.');
      return done;
    }, layout);
  }
}

async function toldOf<T>(work: () => Promise<T>, layout?: Layout): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw shownFault(error, layout);
  }
}
