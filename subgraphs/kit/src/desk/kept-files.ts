import { openTable } from '../cage/open-table.js';
import { FileError } from '../file/file-error.js';
import type { ImportKind } from '../file/import-kind.js';
import { NotKept, Spool, type SpooledFile } from '../file/spool.js';
import type { FileAnalysis } from '../mapping/analysis.js';
import { type Layout, layoutOf } from '../mapping/layout.js';
import { lookAt } from '../mapping/look.js';
import { spotOf } from '../mapping/mapped-rows.js';
import type { Mapping } from '../mapping/mapping.js';
import type { Table } from '../mapping/table.js';
import { DeskFault } from './desk-fault.js';
import { type DeskCaller, type DeskParts, expectDays, kindOf, readingOf } from './desk-parts.js';
import { CageFault } from '@hub/runtime';
import type { RejectedRows } from './rejected-rows.js';
import { savedOf } from './saved-mappings.js';
import type { CheckAsk, KeptFile } from './shapes.js';

/** The owner of a file, for reading it. */
type FileOwner = Pick<DeskCaller, 'owner' | 'left'>;

/** The facts about a kept file, without its bytes. */
interface Kept {
  readonly kind: ImportKind;
  analysed?: { readonly wish: string; readonly analysis: FileAnalysis; readonly layout: Layout };
  rejected?: { readonly rows: RejectedRows; readonly layout: Layout };
}

/** The files at the desk, and the findings on them. */
export class KeptFiles {
  readonly #spool: Spool;
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly parts: DeskParts) {
    this.#spool = new Spool(parts.organisation, { onGone: (id) => this.#kept.delete(id) });
  }

  close(): void {
    this.#spool.close();
  }

  /** Stores a file, and examines it. A file that cannot be read is deleted. */
  async keep(
    caller: DeskCaller,
    file: {
      readonly kind: string;
      readonly name: string;
      readonly mapping?: Mapping;
      readonly on?: string | undefined;
    },
    content: AsyncIterable<Uint8Array>,
  ): Promise<KeptFile> {
    const { owner } = caller;
    const kind = kindOf(this.parts, caller, file.kind);
    const { mapping = {}, on, name } = file;
    const id = await orNotKept(async () => {
      const begun = this.#spool.begin(owner, name);
      await this.#spool.append(begun, content);
      return begun;
    });
    this.#kept.set(id, { kind });
    try {
      await this.#analysed(id, caller, { mapping, on });
      return await this.file(caller, id);
    } catch (error) {
      await this.#spool.forget(id);
      throw error;
    }
  }

  async file(caller: FileOwner, id: string): Promise<KeptFile> {
    const { kept, file } = this.find(id, caller.owner);
    const { analysis } = kept.analysed ?? (await this.#analysed(id, caller, {}));
    const { name, bytes, sha256 } = file;
    const keptUntil = this.#spool.keptUntil(id).toISOString();
    return { id, name, kind: kept.kind.kind, bytes, sha256, keptUntil, analysis };
  }

  /** Examines a file under a mapping. */
  async analyse(caller: DeskCaller, id: string, how: Pick<CheckAsk, 'mapping' | 'on'>): Promise<FileAnalysis> {
    return (await this.#analysed(id, caller, how)).analysis;
  }

  /** The layout of a file without open questions. @throws DeskFault where a question is open. */
  async settled(id: string, caller: FileOwner, wish: CheckAsk) {
    expectDays(this.parts, wish);
    const { analysis, layout } = await this.#analysed(id, caller, wish);
    expectAnswered(analysis);
    return { analysis, layout: { ...layout, mapping: analysis.mapping } };
  }

  async forget({ owner }: Pick<DeskCaller, 'owner'>, id: string): Promise<void> {
    this.find(id, owner);
    await this.#spool.forget(id);
  }

  /** A caller's file. @throws DeskFault where there is none. */
  find(id: string, owner: string): { readonly kept: Kept; readonly file: SpooledFile } {
    const kept = this.#kept.get(id);
    const file = this.#spool.get(id, owner);
    if (kept && file) return { kept, file };
    const message =
      'Expected the id of a file that is kept, got another. Files that nobody asks about go after an hour.';
    throw new DeskFault(404, { code: 'UNKNOWN_FILE', message });
  }

  async #analysed(id: string, caller: FileOwner, { mapping = {}, on }: Pick<CheckAsk, 'mapping' | 'on'>) {
    const { kept, file } = this.find(id, caller.owner);
    const wish = JSON.stringify([mapping, on]);
    if (kept.analysed?.wish === wish) return kept.analysed;
    const { em, kinds } = this.parts;
    const saved = await savedOf(em.fork(), kept.kind.kind);
    let table: Table | undefined;
    try {
      table = await openTable(file, { longest: kept.kind.longestCell, signal: caller.left });
      const layout = await layoutOf(table, { kind: kept.kind, kinds, told: mapping, saved });
      const analysis = await lookAt(table, layout, await readingOf(this.parts, on));
      return (kept.analysed = { wish, analysis, layout });
    } catch (error) {
      throw shownFault(error);
    } finally {
      table?.close();
    }
  }
}

/** @throws DeskFault where a question must be answered before the import. */
export function expectAnswered({ questions }: FileAnalysis): void {
  const [first] = questions;
  if (!first) return;
  const more = questions.length > 1 ? ` And ${questions.length - 1} more.` : '';
  throw new DeskFault(
    422,
    {
      ...{ code: 'MAPPING_NEEDED', message: `${first.question}${more}`, questions },
      ...(first.at && { at: first.at }),
    },
    // A question about a value names the value, which may be a person's.
    first.id.startsWith('values:') ? 'Expected values that the mapping knows.' : first.question,
  );
}

/** The error that the caller gets for a fault of the file; other errors are returned unchanged. */
export function shownFault(error: unknown, layout?: Layout): unknown {
  if (error instanceof CageFault)
    return new DeskFault(499, { code: 'CALLER_LEFT', message: 'The caller left before the file was read.' });
  if (!(error instanceof FileError)) return error;
  const at = error.at ?? (layout?.sheet === undefined ? undefined : spotOf(layout, undefined));
  return new DeskFault(422, { code: error.code, message: error.message, ...(at && { at }) }, error.kept);
}

async function orNotKept<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
    const statuses = { FILE_TOO_LARGE: 413, TOO_MANY_FILES: 429, NO_SPACE: 507, OUT_OF_PLACE: 409 } as const;
    throw new DeskFault(statuses[error.code], { code: error.code, message: error.message });
  }
}
