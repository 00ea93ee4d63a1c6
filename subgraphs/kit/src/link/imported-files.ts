import type { SqlEntityManager } from '@mikro-orm/sql';
import { digestOf, type ImportedFile } from '@hub/protocol';
import type { KindTitle } from '../file/kind-title.js';

/** How many of the newest files are reported to the hub. */
const told = 200;

/** How many files a message reports. */
const inOneMessage = 10;

/** The files that the hub knows, each as reported: the changes of a file's rows are counted after its import. */
export class ImportedFiles {
  readonly #known = new Map<number, string>();
  /** The files in the last message, until the hub has answered. */
  #sent: readonly ImportedFile[] = [];

  #hasMore = false;

  /** @param titleOf gives the organisation's title for a kind of file. */
  constructor(
    private readonly em: SqlEntityManager,
    private readonly titleOf: (kind: string) => KindTitle,
  ) {}

  /** Whether there were more files than fit into the last message. */
  get hasMore(): boolean {
    return this.#hasMore;
  }

  /** The unreported changes among the newest files, the oldest first. */
  async next(): Promise<readonly ImportedFile[]> {
    const rows: (ImportedFile & { readonly undone: ImportedFile['undone'] | null })[] = await this.em.fork().execute(
      `select o.id, o.kind, o.file, o.demonstration, o.state, o.read, o.written, o.added, o.changed, o.unchanged,
         o.rejected, ${utc('o.begun_at')} as "begunAt", ${utc('o.ended_at')} as "endedAt",
         coalesce((select json_agg(json_build_object('row', line, 'column', column_name, 'message', message) order by r.position)
           from import_rejection r where r.run = o.id), '[]') as rejections,
         case when u.run is not null then json_build_object('at', ${utc('u.at')}, 'by', coalesce(u.by_subject, u.by_client)) end as undone
       from (select * from import_outcome order by id desc limit ?) o left join import_undo u on u.run = o.id order by o.id`,
      [told],
    );
    const files = rows.map(({ undone, ...file }): ImportedFile => ({
      ...{ ...file, title: this.titleOf(file.kind) },
      ...(undone && { undone }),
    }));
    const unknown = files.filter((row) => this.#known.get(row.id) !== textOf(row));
    this.#sent = unknown.slice(0, inOneMessage);
    this.#hasMore = unknown.length > this.#sent.length;
    return this.#sent;
  }

  /** Reports that the hub has received the last message. */
  confirmed(): void {
    for (const file of this.#sent) this.#known.set(file.id, textOf(file));
    this.#sent = [];
  }
}

const textOf = (file: ImportedFile) => digestOf(JSON.stringify(file));

/** A moment in RFC 3339, in UTC. */
const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
