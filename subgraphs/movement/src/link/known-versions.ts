import { type SubgraphContext } from '@hub/kit';
import { type Versions, versionsOf } from '@hub/kit/service';
import { type Clock, ReleaseFault, type ReleaseHeader } from '@hub/protocol';

type Em = SubgraphContext['em'];

/** How long read versions stay fresh, in milliseconds: they are read again before a release is refused. */
const readForMs = 30_000;

/**
 * The current and former versions of places and goals in this register. An organisation's releases are made with one
 * of these.
 */
export class KnownVersions {
  #current: Versions | undefined;
  #readAt = -Infinity;

  constructor(
    private readonly em: Em,
    private readonly now: Clock,
  ) {}

  /** The current versions; they stay known after a change. */
  async current(): Promise<Versions> {
    if (this.#current && performance.now() - this.#readAt < readForMs) return this.#current;
    return this.#read();
  }

  /**
   * @throws ReleaseFault `UNKNOWN_PLACES` or `UNKNOWN_GOALS` if a release was made with a version that the register
   * never had.
   */
  async refuseUnknown({ places, goals }: Pick<ReleaseHeader, 'places' | 'goals'>): Promise<void> {
    if (!(await this.#unknown(places, goals))) return;
    await this.#read();
    const unknown = await this.#unknown(places, goals);
    if (!unknown) return;
    const { [unknown === 'PLACES' ? 'places' : 'goals']: own } = await this.current();
    const got = unknown === 'PLACES' ? places : goals;
    throw new ReleaseFault(
      `UNKNOWN_${unknown}`,
      `Expected a release that was made with ${unknown.toLowerCase()} that the hub has or had (${own} now), but it was made with ${got}.`,
    );
  }

  async #unknown(places: string, goals: string): Promise<'PLACES' | 'GOALS' | undefined> {
    const known: { kind: string }[] = await this.em
      .fork()
      .execute(`select kind from known_version where (kind, digest) in (('PLACES', ?), ('GOALS', ?))`, [places, goals]);
    return (['PLACES', 'GOALS'] as const).find((kind) => !known.some((one) => one.kind === kind));
  }

  async #read(): Promise<Versions> {
    const em = this.em.fork();
    const current = await versionsOf(em);
    await em.execute(`insert into known_version values ('PLACES', ?, ?), ('GOALS', ?, ?) on conflict do nothing`, [
      ...[current.places, this.now(), current.goals, this.now()],
    ]);
    [this.#current, this.#readAt] = [current, performance.now()];
    return current;
  }
}
