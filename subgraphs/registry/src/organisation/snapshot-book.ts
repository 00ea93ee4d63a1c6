import { createHash } from 'node:crypto';
import { parse } from 'graphql';
import { type SubgraphContext } from '@hub/kit';
import {
  agreementsGraph,
  clientError,
  type Clock,
  combineAgreements,
  type NamedKey,
  type PublishedOrganisation,
  type RegistrySnapshot,
  type SignedSnapshot,
  signSnapshot,
} from '@hub/protocol';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { composeInThread, Unfinished } from '../check/check-in-thread.js';
import { KeyWatch } from '../key/key-watch.js';
import { readPublished } from './published-organisations.js';
import type { OperatorsOrganisations } from './operators-organisations.js';
import { shippedSubgraphs, shippedSupergraph, withHub } from './shipped-subgraphs.js';

type Em = SubgraphContext['em'];

/** What the snapshots are made with. */
export interface SnapshotMeans {
  /** What they are signed with; unsigned without it. */
  readonly key: () => NamedKey | undefined;
  readonly now: Clock;
  /** The organisations that are folders of the operator's, as they are now. */
  readonly operators: () => OperatorsOrganisations;
  /** Hears that there may be another. */
  readonly onChanged?: () => void;
}

/** The newest snapshot, and of what its supergraph is composed. */
interface Made {
  readonly snapshot: RegistrySnapshot;
  readonly composedOf: string | null;
}

/** How many supergraphs of checks are remembered: some hundred kilobytes each. */
const mostRemembered = 8;

/** What the registry says of all that is linked, by numbers; a number is given once. */
export class SnapshotBook {
  readonly #watch = new KeyWatch();
  #newest: RegistrySnapshot | undefined;
  /** Supergraphs that checks composed, by the digest of their subgraphs: the latest. */
  readonly #composed = new Map<string, string>();
  /** Which subgraphs could not be one graph, last. */
  #refused: { readonly digest: string; readonly error: Error } | undefined;

  constructor(
    private readonly em: Em,
    private readonly means: SnapshotMeans,
  ) {}

  /** Makes a snapshot where there is none, or what is shipped or a folder of the operator's is other than it was. */
  async open(): Promise<void> {
    await this.em.fork().transactional(async (tx) => this.make(tx));
    this.changed();
  }

  /** Whether there is one. */
  async hasAny(): Promise<boolean> {
    return (await newestOf(this.em.fork())) !== undefined;
  }

  /** The newest snapshot, once it is later than a number, or after a while. */
  async after(number: number, signal: AbortSignal): Promise<SignedSnapshot> {
    // A change that comes while it is read is no reason to wait for the next one.
    const { version } = this.#watch;
    let newest = await this.#read();
    if ((newest?.number ?? 0) <= number) {
      await this.#watch.after(version, signal);
      newest = await this.#read();
    }
    if (!newest) throw new Error('Expected a snapshot, but none was made.');
    return signSnapshot(newest, this.means.key());
  }

  /** The newest snapshot. It is remembered only where none was made while it was read. */
  async #read(): Promise<RegistrySnapshot | undefined> {
    if (this.#newest) return this.#newest;
    const { version } = this.#watch;
    const newest = (await newestOf(this.em.fork()))?.snapshot;
    if (version === this.#watch.version) this.#newest = newest;
    return newest;
  }

  /**
   * Makes a snapshot of what a transaction sees, unless it is as the one before.
   * @throws GraphQLError `CONFLICT` where the schemas cannot be composed, or two organisations have one code.
   */
  async make(tx: Em): Promise<void> {
    await tx.execute('select pg_advisory_xact_lock(43)');
    const former = await newestOf(tx);
    const published = await readPublished(tx);
    const { organisations: operators, subgraphs } = this.means.operators();
    refuseTwins(published, operators);
    const codes = new Set(operators.map(({ code }) => code));
    const organisations = [
      ...operators,
      ...published.filter(({ code }) => !codes.has(code)).map(({ schema: _schema, ...one }) => one),
    ];
    const live = published.flatMap(({ code, state, endpoint, schema }) =>
      state === 'LIVE' && endpoint !== null && schema !== null ? [{ name: code, url: endpoint, sdl: schema }] : [],
    );
    const all = [...withHub(subgraphs), ...live];
    const composedOf = digestOf(all);
    const known = former?.composedOf === composedOf ? former.snapshot.supergraph : this.#composed.get(composedOf);
    // What is shipped was composed before.
    const isShipped = composedOf === digestOf(shippedSubgraphs());
    const supergraph = known ?? (isShipped ? shippedSupergraph() : await this.#compose(all, composedOf));
    refuseUnknownShares(organisations, supergraph);
    const isSame =
      former?.snapshot.supergraph === supergraph &&
      JSON.stringify(former.snapshot.organisations) === JSON.stringify(organisations);
    if (isSame) return;
    const number = (former?.snapshot.number ?? 0) + 1;
    const at = this.means.now();
    const snapshot: RegistrySnapshot = { format: 1, number, at: at.toISOString(), organisations, supergraph };
    await tx.execute('insert into registry_snapshot (number, content, made_at, composed_of) values (?, ?, ?, ?)', [
      ...[number, JSON.stringify(snapshot), at, composedOf],
    ]);
  }

  /** @throws GraphQLError `CONFLICT` where they cannot be one graph: composed once, not at each look. */
  async #compose(subgraphs: readonly ComposedSubgraph[], digest: string): Promise<string> {
    if (this.#refused?.digest === digest) throw this.#refused.error;
    try {
      return await composed(subgraphs);
    } catch (error) {
      // What was not finished may be another time: that is not remembered.
      if (error instanceof Unfinished) {
        throw clientError('CONFLICT', `The schemas were not composed: ${error.message}. Try again.`, {
          tryAgain: true,
        });
      }
      this.#refused = { digest, error: error as Error };
      throw error;
    }
  }

  /** Remembers what a check composed: what is published next is that, mostly. */
  remember(subgraphs: readonly ComposedSubgraph[], supergraph: string): void {
    const [oldest] = this.#composed.keys();
    if (this.#composed.size >= mostRemembered && oldest !== undefined) this.#composed.delete(oldest);
    this.#composed.set(digestOf(subgraphs), supergraph);
  }

  /** Tells those who follow that there may be another. */
  changed(): void {
    this.#newest = undefined;
    this.#watch.changed();
    this.means.onChanged?.();
  }

  /** From now on nobody waits. */
  close(): void {
    this.#watch.close();
  }
}

/** Refuses that an organisation publishes under the code of a folder of the operator's. */
function refuseTwins(published: readonly PublishedOrganisation[], operators: readonly PublishedOrganisation[]): void {
  const twin = published.find(({ code, state }) => state !== 'LEFT' && operators.some((one) => one.code === code));
  if (!twin) return;
  throw clientError(
    'CONFLICT',
    `Expected one organisation of the code ${twin.code}, but one publishes here, and the operator's folder of organisations has another: take that folder away, or have the other leave.`,
  );
}

async function composed(subgraphs: readonly ComposedSubgraph[]): Promise<string> {
  const composition = await composeInThread(subgraphs);
  if (composition.errors) {
    throw clientError('CONFLICT', `The schemas cannot be one graph: ${composition.errors.join('; ')}`);
  }
  return composition.supergraph;
}

/** Refuses agreements that share what no schema has; of the operator's organisations, the gateway says so. */
function refuseUnknownShares(organisations: RegistrySnapshot['organisations'], supergraph: string): void {
  const files = organisations.flatMap(({ code, source, state, agreements }) =>
    source === 'ITSELF' && state === 'LIVE' && agreements !== null
      ? [{ organisation: code, file: 'agreements.yaml', text: agreements }]
      : [],
  );
  if (files.length === 0) return;
  const { faults } = combineAgreements(files, agreementsGraph(parse(supergraph, { noLocation: true })));
  const own = new Set(files.map(({ organisation }) => organisation));
  const found = faults.filter(({ organisation }) => own.has(organisation));
  if (found.length === 0) return;
  const said = found.map(({ organisation, problems }) => `${organisation}: ${problems.join('; ')}`);
  throw clientError('CONFLICT', `The agreements do not fit the graph: ${said.join('\n')}`);
}

/** The digest of subgraphs, in whatever order they come. */
function digestOf(subgraphs: readonly ComposedSubgraph[]): string {
  const inOrder = subgraphs
    .map(({ name, url, sdl }) => [name, url, sdl])
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(inOrder)).digest('hex');
}

async function newestOf(em: Em): Promise<Made | undefined> {
  const [row]: { content: string; composedOf: string | null }[] = await em.execute(
    'select content, composed_of as "composedOf" from registry_snapshot order by number desc limit 1',
  );
  return row && { snapshot: JSON.parse(row.content) as RegistrySnapshot, composedOf: row.composedOf };
}
