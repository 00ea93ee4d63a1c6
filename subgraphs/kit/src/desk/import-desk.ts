import { cagedRowsOfCsv, openTable, type TableCaller } from '../cage/open-table.js';
import type { Reading } from '../file/column.js';
import type { CsvItem } from '../file/csv.js';
import type { SpooledFile } from '../file/spool.js';
import type { Layout } from '../mapping/layout.js';
import type { Table } from '../mapping/table.js';
import { titleOfKind } from '../file/kind-title.js';
import type { ImportEvent } from '../import/import-event.js';
import { mappedRows } from '../mapping/mapped-rows.js';
import { mayBeEmpty } from '../mapping/missing-columns.js';
import { isInOwnForm, ownHead } from '../mapping/own-form.js';
import { AnswerSoFar } from './answer-so-far.js';
import { DeskFault } from './desk-fault.js';
import { type DeskCaller, type DeskParts, expectDays, kindOf, kindsFor, readingOf } from './desk-parts.js';
import { Intake, type Wish } from './intake.js';
import { KeptFiles, shownFault } from './kept-files.js';
import { peeked } from './peeked.js';
import { rejectedFile, RejectedRows } from './rejected-rows.js';
import { savedMappings, saveMapping } from './saved-mappings.js';
import type { DeskLine, KindsAnswer } from './shapes.js';
import { TableIntake } from './table-intake.js';

/**
 * The import desk: it stores a file, examines it as a whole, checks it, imports it, returns its rejected rows, and
 * deletes it. The page, the command and other programs all use it.
 */
export class ImportDesk {
  readonly files: KeptFiles;
  readonly intake: Intake;
  /** Imports rows that come from no file. */
  readonly tables: TableIntake;

  constructor(private readonly parts: DeskParts) {
    this.files = new KeptFiles(parts);
    this.intake = new Intake(parts);
    this.tables = new TableIntake(parts, this.intake);
  }

  close(): void {
    this.files.close();
  }

  async kinds(caller: DeskCaller): Promise<KindsAnswer> {
    const saved = await savedMappings(this.parts.em.fork());
    return {
      kinds: kindsFor(this.parts, caller).map((kind) => ({
        kind: kind.kind,
        title: titleOfKind(kind),
        description: kind.description,
        columns: Object.entries(kind.columns).map(([name, column]) => ({
          name,
          expected: column.expected,
          ...(column.description !== undefined && { description: column.description }),
          names: column.names ?? [],
          optional: mayBeEmpty(column),
          ...(column.form?.kind === 'words' && { values: column.form.words }),
        })),
        mappings: saved.get(kind.kind) ?? [],
      })),
    };
  }

  /**
   * Checks a file or imports it. Errors that need no reading of rows are thrown before the first line.
   * @throws DeskFault
   */
  async *take(caller: DeskCaller, id: string, wish: Wish): AsyncGenerator<DeskLine> {
    const { kept, file } = this.files.find(id, caller.owner);
    const { analysis, layout } = await this.files.settled(id, caller, wish);
    const rows = new RejectedRows();
    const answer = new AnswerSoFar(layout, rows);
    const items = new ItemsOfFile(file, layout, { longest: kept.kind.longestCell, signal: caller.left });
    try {
      this.intake.expectIdle(kept.kind, file.sha256);
      yield { type: 'progress', stage: 'waiting', bytes: 0, ofBytes: file.bytes, rows: 0 };
      const source = { kind: kept.kind, name: file.name, sha256: file.sha256, layout };
      const taken = { ...source, rows: items.read, sha: () => file.sha256 };
      for await (const event of this.intake.events(caller, wish, taken)) {
        if (event.type === 'done' && event.run !== null && wish.saveMapping)
          await saveMapping(this.parts.em.fork(), kept.kind.kind, {
            headers: layout.header.names.filter((name) => name !== ''),
            mapping: analysis.mapping,
            by: caller.owner,
          });
        const line = answer.lineOf(event, { bytes: items.bytesRead, ofBytes: file.bytes });
        if (line) yield line;
      }
      kept.rejected = { rows, layout };
    } catch (error) {
      throw shownFault(error, layout);
    }
  }

  /**
   * Imports a stream at once: directly where it has the hub's own form, otherwise after examining it as a whole.
   * @throws DeskFault
   */
  async *takeAtOnce(
    caller: DeskCaller,
    wish: Wish & { readonly kind: string; readonly name: string },
    content: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<ImportEvent> {
    const { kind: asked, name, ...how } = wish;
    const kind = kindOf(this.parts, caller, asked);
    const [longest, signal] = [kind.longestCell, caller.left];
    expectDays(this.parts, wish);
    const { head, content: all } = await peeked(content, ownHead);
    if (how.mapping === undefined && (await isInOwnForm(head, kind, await readingOf(this.parts, wish.on)))) {
      const { items, sha256 } = cagedRowsOfCsv(all, Object.keys(kind.columns), { longest, signal });
      try {
        yield* this.intake.events(caller, how, { kind, name, rows: () => items, sha: sha256 });
      } catch (error) {
        throw shownFault(error);
      }
      return;
    }
    const owner = `${caller.owner} at once`;
    const refused = (fault: unknown) => this.intake.refused(caller, { ...how, kind, name }, fault);
    const { id } = await this.files.keep({ ...caller, owner }, { kind: asked, name, ...how }, all).catch(refused);
    try {
      const { layout } = await this.files.settled(id, { ...caller, owner }, how).catch(refused);
      const { file } = this.files.find(id, owner);
      try {
        const items = new ItemsOfFile(file, layout, { longest, signal });
        const source = { kind, name, sha256: file.sha256, layout, rows: items.read, sha: () => file.sha256 };
        yield* this.intake.events(caller, how, source);
      } catch (error) {
        throw shownFault(error, layout);
      }
    } finally {
      await this.files.forget({ owner }, id);
    }
  }

  /** The rows that a file's last check or import refused, as a file of the same form. */
  async rejected(
    { owner, left: signal }: Pick<DeskCaller, 'owner' | 'left'>,
    id: string,
  ): Promise<{ readonly name: string; readonly type: string; readonly content: AsyncIterable<Uint8Array> }> {
    const { kept, file } = this.files.find(id, owner);
    if (!kept.rejected || kept.rejected.rows.size === 0) {
      const message = 'Expected a file of which rows were refused: check it first. No row of it was.';
      throw new DeskFault(404, { code: 'NOT_FOUND', message });
    }
    const { rows, layout } = kept.rejected;
    const table = await openTable(file, { longest: kept.kind.longestCell, signal, isGiven: true });
    async function* content() {
      try {
        yield* rejectedFile(table, layout, rows);
      } finally {
        table.close();
      }
    }
    const type =
      file.form === 'xlsx' ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
    return { name: `${file.name.replace(/\.[^.]*$/, '')}.rejected.${file.form}`, type, content: content() };
  }
}

/**
 * A file's rows in the form that an import reads. The file is open only while they are read, and not while the import
 * waits.
 */
class ItemsOfFile {
  #table: Table | undefined;

  constructor(
    private readonly file: SpooledFile,
    private readonly layout: Layout,
    private readonly reader: TableCaller,
  ) {}

  /** How many of the file's bytes were read. */
  get bytesRead(): number {
    return this.#table?.bytesRead() ?? 0;
  }

  /** Reads the file. */
  readonly read = async function* (this: ItemsOfFile, reading: Reading): AsyncGenerator<CsvItem> {
    const { file, layout, reader } = this;
    const table = (this.#table = await openTable(file, reader));
    try {
      yield* mappedRows(table, layout, { mapping: layout.mapping, reading });
    } finally {
      table.close();
    }
  }.bind(this);
}
