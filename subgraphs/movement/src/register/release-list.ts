import type { SubgraphContext } from '@hub/kit';
import { HeaderReader, rowVersion } from './read-headers.js';
import { registerVersion } from './register-version.js';
import type { TakenRelease } from './taken-releases.js';

type TakenRow = Pick<TakenRelease, 'organisation' | 'number' | 'hash' | 'isPending' | 'acceptedAt'> & {
  readonly takenAt: string | Date;
  readonly version: string;
};

/** By organisation, the oldest first. */
export type Releases = ReadonlyMap<string, readonly TakenRelease[]>;

/**
 * All releases that a server holds, by their headers, since only these are signed. A release whose header was made
 * unreadable does not count.
 */
export class ReleaseList {
  #last: { readonly version: string; readonly releases: Releases } | undefined;

  readonly #headers: HeaderReader;

  constructor(private readonly em: SubgraphContext['em']) {
    this.#headers = new HeaderReader(em);
  }

  /** Reads the releases, unless none was written since the last reading. */
  async read(): Promise<Releases> {
    const version = await registerVersion(this.em);
    if (this.#last?.version === version) return this.#last.releases;
    const releases = await this.#readAll();
    // A write during the reading makes another version.
    this.#last = { version, releases };
    return releases;
  }

  async #readAll(): Promise<Releases> {
    const rows: TakenRow[] = await this.em.fork().execute(
      `select organisation, number, hash, ${rowVersion} as version, taken_at as "takenAt",
         p.number is not null and p.accepted_at is null as "isPending", p.accepted_at as "acceptedAt"
       from taken_release t left join pending_release p using (organisation, number) order by organisation, number`,
    );
    const headers = await this.#headers.read(rows);
    const read = rows.flatMap(({ version: _, takenAt, ...row }, index) => {
      const header = headers[index];
      return header ? [{ ...row, takenAt: new Date(takenAt), header }] : [];
    });
    const withdrawals = new Map(
      read.flatMap(({ organisation, number: by, header: { withdraws } }) =>
        withdraws.map(({ number, reason }) => [`${organisation} ${number}`, { by, reason }] as const),
      ),
    );
    const releases = read.map(({ header: { withdraws: _, ...said }, ...row }): TakenRelease => {
      const withdrawal = withdrawals.get(`${row.organisation} ${row.number}`);
      return { ...row, ...said, withdrawnReason: withdrawal?.reason ?? null, withdrawnBy: withdrawal?.by ?? null };
    });
    return Map.groupBy(releases, ({ organisation }) => organisation);
  }
}
