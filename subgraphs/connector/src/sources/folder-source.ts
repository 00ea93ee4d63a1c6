import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DeskFault, type DeskLine } from '@hub/kit/service';
import type { FolderSourceSettings } from '../settings/source-settings.js';
import type { PartState } from '../state/board.js';
import { ConnectorFault } from '../state/told.js';
import type { SourceParts } from './database-source.js';
import { callerOf, rejectedFault, wishOf } from './taking.js';
import { type SteadyFile, WatchedFolder } from './watched-folder.js';

type Rule = FolderSourceSettings['files'][number];
type Taken = Extract<DeskLine, { type: 'done' }>;

/** Records of people from files in a folder: each is imported, and moved to `taken` or `rejected` there. */
export class FolderSource {
  readonly #folder: WatchedFolder;
  readonly #rules: readonly { readonly rule: Rule; readonly fits: RegExp }[];
  /** Finished files that could not be moved: they are not imported again. */
  readonly #done = new Map<string, string>();

  constructor(
    private readonly settings: FolderSourceSettings,
    home: string,
    private readonly parts: SourceParts,
  ) {
    this.#folder = new WatchedFolder(settings.name, resolve(home, settings.path), settings.steady);
    this.#rules = settings.files.map((rule) => ({ rule, fits: patternOf(rule.names) }));
  }

  get name(): string {
    return this.settings.name;
  }

  /** The names of its parts on the page. */
  get partNames(): readonly string[] {
    return [this.name];
  }

  /** Imports the ready files, in the order of their kinds, then of their names. */
  async read(): Promise<void> {
    const { board } = this.parts;
    const { name } = this.settings;
    await board.during(name, async (part) => {
      const ready = await this.#folder.ready(performance.now());
      const ruleOf = (file: SteadyFile) => this.#rules.find(({ fits }) => fits.test(file.name.normalize('NFC')))?.rule;
      const byRule = Map.groupBy(ready, ruleOf);
      const ordered = this.#rules.flatMap(({ rule }) => (byRule.get(rule) ?? []).map((file) => ({ rule, file })));
      let fault: unknown;
      for (const { rule, file } of ordered) {
        if (this.#done.get(file.name) === file.seen) continue;
        try {
          await this.#take(rule, file, part);
        } catch (error) {
          fault ??= error;
        }
      }
      if (fault !== undefined) throw fault as Error;
      // The last file's fault stays until another file comes.
      if (ordered.length === 0 && part.fault?.code === 'ROWS_REJECTED') throw sameFault(part);
      const [other] = byRule.get(undefined) ?? [];
      if (other) throw noKind(name, other.name);
    });
  }

  /** Tests whether the folder exists and is writable. @throws ConnectorFault */
  test(): Promise<void> {
    return this.#folder.test();
  }

  async #take(rule: Rule, file: SteadyFile, part: PartState): Promise<void> {
    const { desk, board } = this.parts;
    const caller = callerOf(this.settings.name);
    const now = board.now();
    const stamp = now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
    const { kind, mapping } = rule;
    let id: string | undefined;
    try {
      const told = { kind, name: file.name, ...(mapping && { mapping }) };
      ({ id } = await desk.files.keep(caller, told, this.#folder.read(file)));
      const wish = { ...wishOf(rule, now), ...(mapping && { mapping }) };
      let done: Taken | undefined;
      for await (const line of desk.take(caller, id, wish)) {
        if (line.type === 'progress') part.progress = line.rows;
        if (line.type === 'done') done = line;
      }
      // The file was written to since: it counts as another file, and is imported again once it is steady.
      if (!(await this.#folder.isSame(file))) return;
      const { read = 0, written = 0, rejected = 0 } = done ?? {};
      part.counts = { read, written, rejected };
      if (rejected > 0) await this.#writeRejected(id, file, stamp);
      await this.#move(file, 'taken', stamp);
      if (rejected > 0) throw rejectedFault(file.name, rejected, read);
    } catch (error) {
      if (!(error instanceof DeskFault)) throw error;
      await this.#refuse(error, file, stamp);
    } finally {
      if (id !== undefined) await desk.files.forget(caller, id).catch(() => undefined);
    }
  }

  /** Moves a refused file into `rejected`, and writes the reason beside it. */
  async #refuse({ status, answer }: DeskFault, file: SteadyFile, stamp: string): Promise<void> {
    const { message, at, questions = [] } = answer;
    const spot = [at?.sheet, at?.row === undefined ? undefined : `row ${at.row}`, at?.column]
      .filter(Boolean)
      .join(', ');
    const told = {
      vi: `Không nhận được tệp ${file.name}${spot === '' ? '' : ` (${spot})`}: ${message}`,
      en: `The file ${file.name}${spot === '' ? '' : ` (${spot})`} cannot be taken in: ${message}`,
    };
    // Other refusals, such as a full disk or too many kept files, are tried again.
    if (status === 422 || status === 413) {
      if (!(await this.#folder.isSame(file))) return;
      const moved = await this.#move(file, 'rejected', stamp);
      const choices = questions.flatMap(({ id, question, choices: some }) => [
        `${id}: ${question}`,
        ...some.map(({ value, label }) => `  ${value}: ${label}`),
      ]);
      // The file gets its name only when complete, because people and programs may read it at any moment.
      await writeFile(`${moved}.part`, [told.vi, told.en, ...choices, ''].join('\n'), { mode: 0o600 });
      await rename(`${moved}.part`, `${moved}.txt`);
    }
    throw new ConnectorFault('ROWS_NOT_READ', told);
  }

  async #writeRejected(id: string, file: SteadyFile, stamp: string): Promise<void> {
    const { name, content } = await this.parts.desk.rejected(callerOf(this.settings.name), id);
    await this.#folder.test();
    const path = join(this.#folder.path, 'rejected', `${stamp}-${name}`);
    try {
      await pipeline(Readable.from(content), createWriteStream(path, { mode: 0o600 }));
    } catch (error) {
      await rm(path, { force: true });
      throw notMoved(file.name, error);
    }
  }

  async #move(file: SteadyFile, folder: 'taken' | 'rejected', stamp: string): Promise<string> {
    try {
      const moved = await this.#folder.move(file, folder, stamp);
      this.#done.delete(file.name);
      return moved;
    } catch (error) {
      this.#done.set(file.name, file.seen);
      throw notMoved(file.name, error);
    }
  }
}

function sameFault({ fault }: PartState): ConnectorFault {
  return new ConnectorFault(fault?.code ?? 'FAULT', fault?.told ?? { vi: '', en: '' });
}

function notMoved(file: string, error: unknown): ConnectorFault {
  return new ConnectorFault(
    'FILE_NOT_MOVED',
    {
      vi: `Tệp ${file} đã xử lý xong nhưng không chuyển đi được. Hãy cho phép ghi vào thư mục; tệp không được nhận lại.`,
      en: `The file ${file} is done, but cannot be moved. Let the folder be written to; the file is not taken in again.`,
    },
    { cause: error },
  );
}

function noKind(source: string, file: string): ConnectorFault {
  return new ConnectorFault('NO_KIND_FOR_FILE', {
    vi: `Cần tên tệp hợp với một mẫu (names) của nguồn ${source}, nhưng tệp ${file} không hợp mẫu nào; tệp được để nguyên.`,
    en: `Expected a name that fits one of the patterns (names) of ${source}; the file ${file} fits none, and is left where it is.`,
  });
}

/** A pattern with `*`, ignoring case and the composition of marks. */
function patternOf(names: string): RegExp {
  const parts = names.normalize('NFC').split('*');
  const literal = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'iu');
}
