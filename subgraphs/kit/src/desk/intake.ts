import { dayInProvince } from '@hub/protocol';
import type { Reading } from '../file/column.js';
import type { CsvItem } from '../file/csv.js';
import type { ImportKind } from '../file/import-kind.js';
import type { ImportEvent, ImportMode } from '../import/import-event.js';
import { importFile } from '../import/import-file.js';
import { ImportNotes } from '../import/import-notes.js';
import type { Layout } from '../mapping/layout.js';
import { DeskFault } from './desk-fault.js';
import { type DeskCaller, type DeskParts, readingOf } from './desk-parts.js';
import { nameOfMapping } from './saved-mappings.js';
import type { ImportAsk } from './shapes.js';
import { ImportQueue } from './import-queue.js';

/** Rows to import. */
interface Source {
  readonly kind: ImportKind;
  readonly name: string;
  /** The file's digest, if it is known before the end. */
  readonly sha256?: string;
  readonly layout?: Layout;
  readonly rows: (reading: Reading) => AsyncIterable<CsvItem>;
  readonly sha: () => string;
}

/** How a file is read and imported. */
export interface Wish extends ImportAsk {
  readonly mode: ImportMode;
  /** Whether more files follow, so that a release waits. */
  readonly more?: boolean;
  /** Whether the same rows are read again and again: an unchanged source leaves one receipt a day. */
  readonly isRepeated?: boolean;
}

/** Imports files, one after another. */
export class Intake {
  readonly queue = new ImportQueue();

  constructor(private readonly parts: DeskParts) {}

  /** Imports a file's rows when its turn comes, and yields the import's events. */
  async *events(caller: DeskCaller, wish: Wish, source: Source): AsyncGenerator<ImportEvent> {
    const { kind, name, sha256, layout, rows, sha } = source;
    const { on, through, replace, mode, demonstration = false, isRepeated } = wish;
    const { kinds, em, now, own, watched, began } = this.parts;
    const what = sha256 === undefined ? undefined : `${kind.kind} ${sha256}`;
    if (what !== undefined && !this.queue.begin(what)) throw alreadyRunning();
    const turn = this.queue.take();
    const ended = mode === 'IMPORT' ? began(wish.more ?? false) : undefined;
    let isIn = false;
    try {
      await turn.came;
      const events = importFile(em.fork(), {
        ...own(),
        ...{ kind, kinds, file: name, demonstration, today: dayInProvince(now()), mode, replace, by: caller.by },
        ...{ placesOn: on, completeThrough: through, isRepeated },
        ...(layout?.saved && { mapping: nameOfMapping(layout.header.names) }),
        rows: { items: rows(await readingOf(this.parts, on)), sha256: sha },
      });
      for await (const event of mode === 'IMPORT' ? watched(kind.kind, events) : events) {
        if (event.type === 'done') isIn = event.run !== null && event.written > 0;
        yield event;
      }
    } finally {
      ended?.(isIn);
      if (what !== undefined) this.queue.over(what);
      turn.end();
    }
  }

  /**
   * Notes for the organisation's staff that a file was refused before any of its rows was read.
   * @throws the fault.
   */
  async refused(
    { by }: DeskCaller,
    { kind, name, mode, demonstration = false }: Wish & Pick<Source, 'kind' | 'name'>,
    fault: unknown,
  ): Promise<never> {
    if (fault instanceof DeskFault && fault.status === 422 && mode === 'IMPORT') {
      const notes = new ImportNotes({ kind, file: name, demonstration, by });
      notes.refuse(fault.kept);
      await notes.refused(this.parts.em.fork(), 'REFUSED');
    }
    throw fault;
  }

  /** @throws DeskFault where the same file is being imported. */
  expectIdle({ kind }: ImportKind, sha256: string): void {
    if (this.queue.isRunning(`${kind} ${sha256}`)) throw alreadyRunning();
  }
}

function alreadyRunning(): DeskFault {
  const message = 'Expected the file once, but the same one is being read already. Wait for its end.';
  return new DeskFault(409, { code: 'ALREADY_RUNNING', message });
}
