import { parse } from 'graphql';
import {
  agreementsGraph,
  clientError,
  combineAgreements,
  type Clock,
  type NamedKey,
  type RegistrySnapshot,
  type SignedSnapshot,
  signSnapshot,
  type SubgraphContext,
} from '@hub/kit';
import { KeyWatch } from '../key/key-watch.js';
import { readPublished } from './published-organisations.js';
import { shippedSubgraphs, shippedSupergraph } from './shipped-subgraphs.js';

type Em = SubgraphContext['em'];

/** What the registry says of all that is linked, by numbers; a number is given once. */
export class SnapshotBook {
  readonly #watch = new KeyWatch();
  #newest: RegistrySnapshot | undefined;

  /** @param key what snapshots are signed with; unsigned without it. */
  constructor(
    private readonly em: Em,
    private readonly key: () => NamedKey | undefined,
    private readonly now: Clock,
  ) {}

  /** The newest snapshot, which is made where there is none, or what is shipped is other than it was. */
  async open(): Promise<void> {
    await this.em.fork().transactional(async (tx) => this.make(tx));
    this.#newest = await newestOf(this.em.fork());
  }

  /** The newest snapshot, once it is later than a number, or after a while. */
  async after(number: number, signal: AbortSignal): Promise<SignedSnapshot> {
    if ((this.#newest?.number ?? 0) <= number) await this.#watch.after(this.#watch.version, signal);
    this.#newest ??= await newestOf(this.em.fork());
    if (!this.#newest) throw new Error('Expected a snapshot, but none was made.');
    return signSnapshot(this.#newest, this.key());
  }

  /**
   * Makes a snapshot of what a transaction sees, unless it is as the one before.
   * @throws GraphQLError `CONFLICT` where the schemas cannot be composed.
   */
  async make(tx: Em): Promise<void> {
    await tx.execute('select pg_advisory_xact_lock(43)');
    const former = await newestOf(tx);
    const published = await readPublished(tx);
    const organisations = published.map(({ schema: _schema, ...one }) => one);
    const live = published.flatMap(({ code, state, endpoint, schema }) =>
      state === 'LIVE' && endpoint !== null && schema !== null ? [{ name: code, url: endpoint, sdl: schema }] : [],
    );
    const supergraph = live.length === 0 ? shippedSupergraph() : await composed(live);
    refuseUnknownShares(organisations, supergraph);
    const isSame =
      former?.supergraph === supergraph && JSON.stringify(former.organisations) === JSON.stringify(organisations);
    if (isSame) return;
    const number = (former?.number ?? 0) + 1;
    const at = this.now();
    const snapshot: RegistrySnapshot = { format: 1, number, at: at.toISOString(), organisations, supergraph };
    await tx.execute('insert into registry_snapshot (number, content, made_at) values (?, ?, ?)', [
      number,
      JSON.stringify(snapshot),
      at,
    ]);
  }

  /** Tells those who follow that there may be another. */
  changed(): void {
    this.#newest = undefined;
    this.#watch.changed();
  }

  /** From now on nobody waits. */
  close(): void {
    this.#watch.close();
  }
}

async function composed(
  live: readonly { readonly name: string; readonly url: string; readonly sdl: string }[],
): Promise<string> {
  const { compose } = await import('@hub/schema/compose');
  const composition = compose([...shippedSubgraphs(), ...live]);
  if (composition.errors) {
    throw clientError('CONFLICT', `The schemas cannot be one graph: ${composition.errors.join('; ')}`);
  }
  return composition.supergraph;
}

/** Refuses agreements that share what no schema has. */
function refuseUnknownShares(organisations: RegistrySnapshot['organisations'], supergraph: string): void {
  const files = organisations.flatMap(({ code, state, agreements }) =>
    state === 'LIVE' && agreements !== null ? [{ organisation: code, file: 'agreements.yaml', text: agreements }] : [],
  );
  if (files.length === 0) return;
  const { faults } = combineAgreements(files, agreementsGraph(parse(supergraph, { noLocation: true })));
  const own = new Set(files.map(({ organisation }) => organisation));
  const found = faults.filter(({ organisation }) => own.has(organisation));
  if (found.length === 0) return;
  const said = found.map(({ organisation, problems }) => `${organisation}: ${problems.join('; ')}`);
  throw clientError('CONFLICT', `The agreements do not fit the graph: ${said.join('\n')}`);
}

async function newestOf(em: Em): Promise<RegistrySnapshot | undefined> {
  const [row]: { content: string }[] = await em.execute(
    'select content from registry_snapshot order by number desc limit 1',
  );
  return row && (JSON.parse(row.content) as RegistrySnapshot);
}
