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
import { composeInCage, Unfinished } from '../check/check-in-cage.js';
import { KeyWatch } from '../key/key-watch.js';
import { readPublished } from './published-organisations.js';
import type { OperatorsOrganisations } from './operators-organisations.js';
import { shippedSubgraphs, shippedSupergraph, withHub } from './shipped-subgraphs.js';

type Em = SubgraphContext['em'];

/** The tools for making snapshots. */
export interface SnapshotMeans {
  /** The key that signs snapshots; without it they are unsigned. */
  readonly key: () => NamedKey | undefined;
  readonly now: Clock;
  /** The present organisations from the operator's folders. */
  readonly operators: () => OperatorsOrganisations;
  /** Called when there may be a new snapshot. */
  readonly onChanged?: () => void;
}

/** The newest snapshot, and the digest of its supergraph's subgraphs. */
interface Made {
  readonly snapshot: RegistrySnapshot;
  readonly composedOf: string | null;
}

/** How many supergraphs of checks are kept: some hundred kilobytes each. */
const mostRemembered = 8;

/** The registry's numbered snapshots of all linked organisations; a number is given once. */
export class SnapshotBook {
  readonly #watch = new KeyWatch();
  #newest: RegistrySnapshot | undefined;
  /** The latest supergraphs of checks, by the digest of their subgraphs. */
  readonly #composed = new Map<string, string>();
  /** The last set of subgraphs that did not compose. */
  #refused: { readonly digest: string; readonly error: Error } | undefined;

  constructor(
    private readonly em: Em,
    private readonly means: SnapshotMeans,
  ) {}

  /** Makes a snapshot if there is none, or if the shipped contract or a folder of the operator has changed. */
  async open(): Promise<void> {
    await this.em.fork().transactional(async (tx) => this.make(tx));
    this.changed();
  }

  /** Whether there is any snapshot. */
  async hasAny(): Promise<boolean> {
    return (await newestOf(this.em.fork())) !== undefined;
  }

  /** The newest snapshot, once it is later than a number, or after a while. */
  async after(number: number, signal: AbortSignal): Promise<SignedSnapshot> {
    // After a change during the reading, the caller must not wait for the next change.
    const { version } = this.#watch;
    let newest = await this.#read();
    if ((newest?.number ?? 0) <= number) {
      await this.#watch.after(version, signal);
      newest = await this.#read();
    }
    if (!newest) throw new Error('Expected a snapshot, but none was made.');
    return signSnapshot(newest, this.means.key());
  }

  /** The newest snapshot. It is kept in memory only if none was made during the reading. */
  async #read(): Promise<RegistrySnapshot | undefined> {
    if (this.#newest) return this.#newest;
    const { version } = this.#watch;
    const newest = (await newestOf(this.em.fork()))?.snapshot;
    if (version === this.#watch.version) this.#newest = newest;
    return newest;
  }

  /**
   * Makes a snapshot of the state that a transaction sees, unless it equals the one before.
   * @throws GraphQLError `CONFLICT` if the schemas do not compose, or two organisations have one code.
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
    // The shipped supergraph is already composed.
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

  /** @throws GraphQLError `CONFLICT` if they do not compose: composed once, not at each look. */
  async #compose(subgraphs: readonly ComposedSubgraph[], digest: string): Promise<string> {
    if (this.#refused?.digest === digest) throw this.#refused.error;
    try {
      return await composed(subgraphs);
    } catch (error) {
      // An unfinished composition may finish another time: its result is not kept.
      if (error instanceof Unfinished) {
        throw clientError('CONFLICT', `The schemas were not composed: ${error.message}. Try again.`, {
          tryAgain: true,
        });
      }
      this.#refused = { digest, error: error as Error };
      throw error;
    }
  }

  /** Keeps the supergraph of a check: the next publication mostly has the same. */
  remember(subgraphs: readonly ComposedSubgraph[], supergraph: string): void {
    const [oldest] = this.#composed.keys();
    if (this.#composed.size >= mostRemembered && oldest !== undefined) this.#composed.delete(oldest);
    this.#composed.set(digestOf(subgraphs), supergraph);
  }

  /** Tells the followers that there may be a new snapshot. */
  changed(): void {
    this.#newest = undefined;
    this.#watch.changed();
    this.means.onChanged?.();
  }

  /** Ends all waits. */
  close(): void {
    this.#watch.close();
  }
}

/** Refuses an organisation at the registry that has the code of an operator's folder. */
function refuseTwins(published: readonly PublishedOrganisation[], operators: readonly PublishedOrganisation[]): void {
  const twin = published.find(({ code, state }) => state !== 'LEFT' && operators.some((one) => one.code === code));
  if (!twin) return;
  throw clientError(
    'CONFLICT',
    `Expected one organisation of the code ${twin.code}, but one publishes here, and the operator's folder of organisations has another: take that folder away, or have the other leave.`,
  );
}

async function composed(subgraphs: readonly ComposedSubgraph[]): Promise<string> {
  const composition = await composeInCage(subgraphs);
  if (composition.errors) {
    throw clientError('CONFLICT', `The schemas cannot be one graph: ${composition.errors.join('; ')}`);
  }
  return composition.supergraph;
}

/** Refuses agreements that share fields which no schema has; for the operator's organisations the gateway reports that. */
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

/** The digest of subgraphs, in any order. */
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
