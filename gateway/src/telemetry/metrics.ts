import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { AuditStats } from '../audit/audit-writer.js';
import type { EngineStats } from '../engine/engine.js';
import type { IssuerKeys } from '../identity/issuer-keys.js';
import type { FollowedFeed } from '../identity/followed-feed.js';
import type { ProgramKeys } from '../identity/program-keys.js';
import type { LeftOut } from '../state/left-out.js';
import type { Pipeline } from '../graphql/graphql-response.js';
import { busyReasons } from '../errors/planner-busy.js';
import { planPlaces, type PlannerStats } from '../planner/planner-stats.js';
import { type UnreadyReason, unreadyReasons } from '../state/readiness.js';
import type { CertificateExpiry } from '../directory/certificate-expiry.js';
import { subgraphFaultCodes } from '../errors/subgraph-fault.js';
import { Durations } from './durations.js';
import { MostUsed } from './most-used.js';

/**
 * The maximum number of operations with separate metrics. Others count as `other`, because callers choose the names.
 */
const namedOperations = 100;

/** The maximum number of codes with separate metrics, because subgraphs choose the codes. */
const namedCodes = 50;

const breakerStates = ['closed', 'half-open', 'open'] as const;

const trustNames = ['signed', 'unsigned', 'refused'] as const;

/** A gateway's metrics for Prometheus. The counters of its parts are read on each scrape. */
export class Metrics {
  readonly #registry = new Registry();
  /** The number of answered operations, by name and code. */
  readonly #operations = new Map<string, Map<string, { count: number }>>();
  readonly #operationNames = new MostUsed({
    names: namedOperations,
    onForget: (operation) => {
      this.#forget(operation);
    },
  });
  readonly #codes = new MostUsed({ names: namedCodes, onForget: () => undefined });

  readonly #durations = new Durations(
    {
      name: 'gateway_operation_duration_seconds',
      help: 'How long operations took until their answer, or the first of its parts, was there.',
      label: 'operation',
    },
    this.#registry,
  );
  readonly #refusals = this.#counter(
    'gateway_refusals_total',
    'Requests that were refused before there was an operation, by code.',
    ['code'],
  );
  readonly #fetches = new Durations(
    {
      name: 'gateway_fetch_duration_seconds',
      help: 'How long fetches from subgraphs took, retries and the wait for a place included.',
      label: 'subgraph',
    },
    this.#registry,
  );
  readonly #streams = new Gauge({
    name: 'gateway_streams_open',
    help: 'Subscriptions and answers in parts that callers have open.',
    registers: [this.#registry],
  });

  constructor() {
    this.#read(
      'gateway_operations_total',
      'Operations by name (or the beginning of their hash) and the code of their first error, or OK.',
      ['operation', 'code'],
      () =>
        [...this.#operations].flatMap(([operation, codes]) =>
          [...codes].map(([code, { count }]) => [{ operation, code }, count] as const),
        ),
    );
  }

  /** Adds metrics of the process: event loop, memory, collections and CPU. Call it once in a process. */
  measureProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Adds metrics of an engine and a pipeline. */
  read(stats: () => EngineStats, documents: Pipeline['documents']): void {
    const subgraph = (name: string, help: string, values: (stats: SubgraphNumbers) => number) => {
      this.#read(name, help, ['subgraph'], () =>
        stats().subgraphs.map((one) => [{ subgraph: one.name }, values(one.stats)] as const),
      );
    };
    subgraph('gateway_subgraph_fetches_total', 'Fetches that plans asked for.', ({ asked }) => asked);
    subgraph('gateway_subgraph_shared_total', 'Fetches that shared an equal one under way.', ({ shared }) => shared);
    subgraph('gateway_subgraph_requests_total', 'HTTP requests sent, retries included.', ({ requests }) => requests);
    subgraph('gateway_subgraph_retries_total', 'HTTP requests sent again.', ({ retries }) => retries);
    subgraph('gateway_subgraph_sent_bytes_total', 'Bodies sent, as on the wire.', ({ bytesSent }) => bytesSent);
    subgraph('gateway_subgraph_received_bytes_total', 'Bodies received.', ({ bytesReceived }) => bytesReceived);
    subgraph('gateway_subgraph_in_flight', 'Requests under way.', ({ inFlight }) => inFlight);
    subgraph('gateway_subgraph_queued', 'Fetches that wait for a place.', ({ queued }) => queued);
    subgraph('gateway_breaker_opened_total', 'How often the circuit breaker opened.', (one) => one.breakerOpened);
    subgraph(
      'gateway_personal_answers_total',
      'Answers, of one in twenty, that hold what looks like a citizen’s number.',
      ({ personalAnswers }) => personalAnswers,
    );
    subgraph('gateway_receipts_total', 'Receipts that subgraphs keep.', ({ receipts }) => receipts);
    this.#read(
      'gateway_exchanges_total',
      'Signed requests with their answers: receipted, or dropped without a receipt.',
      ['subgraph', 'outcome'],
      () =>
        stats().subgraphs.flatMap(({ name, stats: { exchangesReceipted, exchangesDropped } }) => [
          [{ subgraph: name, outcome: 'receipted' }, exchangesReceipted] as const,
          [{ subgraph: name, outcome: 'dropped' }, exchangesDropped] as const,
        ]),
    );
    this.#read('gateway_breaker_state', '1 for the state that a breaker is in.', ['subgraph', 'state'], () =>
      stats().subgraphs.flatMap(({ name, stats: { breaker } }) =>
        breakerStates.map((state) => [{ subgraph: name, state }, Number(state === breaker)] as const),
      ),
    );
    this.#read('gateway_subgraph_trust', '1 for how a subgraph is trusted.', ['subgraph', 'trust'], () =>
      stats().subgraphs.flatMap(({ name, stats: { trust } }) =>
        trustNames.map((one) => [{ subgraph: name, trust: one }, Number(one === trust)] as const),
      ),
    );
    this.#read('gateway_subgraph_faults_total', 'Fetches without an answer, by code.', ['subgraph', 'code'], () =>
      stats().subgraphs.flatMap(({ name, stats: { faults } }) =>
        subgraphFaultCodes.map((code) => [{ subgraph: name, code }, faults[code]] as const),
      ),
    );
    this.#read('gateway_compiled_operations', 'Operations kept compiled.', [], () => [[{}, stats().operations.count]]);
    this.#read('gateway_compiled_operations_bytes', 'About how much memory they take.', [], () => [
      [{}, stats().operations.bytes],
    ]);
    this.#read('gateway_planning', 'Operations that are being planned.', [], () => [[{}, stats().planning]]);
    if (documents) {
      this.#read('gateway_documents', 'Documents kept valid.', [], () => [[{}, documents().count]]);
      this.#read('gateway_documents_bytes', 'About how much memory they take.', [], () => [[{}, documents().bytes]]);
    }
    this.#read('gateway_reloads_total', 'New supergraphs by what became of them.', ['outcome'], () =>
      Object.entries(stats().reloads ?? {}).map(([outcome, count]) => [{ outcome }, count] as const),
    );
    this.#read('gateway_supergraph_age_seconds', 'How long the supergraph has been live.', [], () => {
      const { liveSince } = stats();
      return liveSince === undefined ? [] : [[{}, (Date.now() - liveSince) / 1000]];
    });
    this.#read('gateway_subscriptions_open', 'Subscriptions under way at subgraphs, shared ones once.', [], () => [
      [{}, stats().subscriptions],
    ]);
  }

  /** Adds metrics of the planner. */
  readPlanner(stats: PlannerStats): void {
    this.#read('gateway_plans_total', 'Operations that were planned, by where.', ['where'], () =>
      planPlaces.map((where) => [{ where }, stats.plans[where]] as const),
    );
    this.#read('gateway_planner_busy_total', 'Operations refused since the planner is busy, by why.', ['reason'], () =>
      busyReasons.map((reason) => [{ reason }, stats.busy[reason]] as const),
    );
    this.#read('gateway_planner_waiting', 'Operations that wait to be planned.', [], () => [[{}, stats.waiting]]);
    this.#read('gateway_planner_running', 'Operations that the thread plans.', [], () => [[{}, stats.running]]);
  }

  /** Adds the reasons why the gateway is not ready. */
  readReadiness(reasons: () => readonly UnreadyReason[]): void {
    this.#read('gateway_not_ready', '1 for each reason why the gateway is not ready.', ['reason'], () => {
      const now = reasons();
      const all = Object.keys(unreadyReasons) as UnreadyReason[];
      return all.map((reason) => [{ reason }, Number(now.includes(reason))] as const);
    });
  }

  /** Adds the number of organisations and apps that are left out, or use a former file. */
  readLeftOut(leftOut: () => LeftOut): void {
    const help = 'Organisations and apps of which nothing is served (left_out), or whose former file holds (outdated).';
    this.#read('gateway_left_out', help, ['state'], () => {
      const { leftOut: none, outdated } = leftOut();
      return [
        [{ state: 'left_out' }, none.length],
        [{ state: 'outdated' }, outdated.length],
      ];
    });
  }

  /** Adds the expiry of certificates used for subgraphs. */
  readCertificates(certificates: () => readonly CertificateExpiry[]): void {
    const help = 'Until a certificate ends with which a subgraph is reached.';
    this.#read('gateway_certificate_expiry_seconds', help, ['subgraph', 'certificate'], () =>
      certificates().map(({ subgraph, certificate, seconds }) => [{ subgraph, certificate }, seconds] as const),
    );
  }

  /** Adds metrics of the issuer's keys. */
  readIssuerKeys(keys: Pick<IssuerKeys, 'ageMs' | 'fetched'>): void {
    this.#read('gateway_issuer_keys_age_seconds', 'How old the keys of the issuer of tokens are.', [], () =>
      keys.ageMs === undefined ? [] : [[{}, keys.ageMs / 1000]],
    );
    const help = 'How often the issuer of tokens was asked for its keys, by outcome.';
    this.#read('gateway_issuer_key_fetches_total', help, ['outcome'], () =>
      Object.entries(keys.fetched).map(([outcome, count]) => [{ outcome }, count] as const),
    );
  }

  /** Adds metrics of programs' keys. */
  readProgramKeys(keys: Pick<ProgramKeys, 'count' | 'ageMs' | 'isCurrent'>): void {
    this.#read('gateway_program_keys', 'Keys for programs that are known and not revoked.', [], () => [
      [{}, keys.count],
    ]);
    const help = 'How long ago the registry said which keys for programs there are.';
    this.#read('gateway_program_keys_age_seconds', help, [], () =>
      keys.ageMs === undefined ? [] : [[{}, keys.ageMs / 1000]],
    );
    const current = 'Whether it is known which keys hold: 0 where all are refused until the registry says so.';
    this.#read('gateway_access_feed_current', current, [], () => [[{}, keys.isCurrent ? 1 : 0]]);
  }

  /** Adds metrics of the registry's feed. */
  readFeed(feed: Pick<FollowedFeed, 'sequence' | 'faults'>): void {
    const sequence = "The sequence of the registry's feed that is known.";
    this.#read('gateway_access_feed_sequence', sequence, [], () =>
      feed.sequence === undefined ? [] : [[{}, feed.sequence]],
    );
    const faults = 'How often the registry gave no feed that can be used, by the code.';
    this.#read('gateway_access_feed_faults_total', faults, ['code'], () =>
      [...feed.faults].map(([code, count]) => [{ code }, count] as const),
    );
  }

  /** Adds the number of lines that the request log dropped. */
  readRequestLog(dropped: () => number): void {
    const help = 'Lines about requests with errors that were left out, since there were too many.';
    this.#read('gateway_request_lines_dropped_total', help, [], () => [[{}, dropped()]]);
  }

  /** Adds metrics of the audit log. */
  readAudit(stats: () => AuditStats): void {
    this.#read('gateway_audit_records_total', 'Records of the audit log by outcome.', ['outcome'], () => {
      const { written, lost } = stats();
      return [
        [{ outcome: 'written' }, written],
        [{ outcome: 'lost' }, lost],
      ];
    });
    this.#read('gateway_audit_commits_total', 'Commits that they shared.', [], () => [[{}, stats().commits]]);
    this.#read('gateway_audit_waiting', 'Records that wait for a commit.', [], () => [[{}, stats().waiting]]);
    this.#read('gateway_audit_kept_bytes', 'Bytes of records that wait on disk for the audit log.', [], () => [
      [{}, stats().keptBytes],
    ]);
  }

  /**
   * @param operation its name; undefined if the request has no valid operation.
   * @param code of the first error.
   */
  answered(operation: string | undefined, code: string | undefined, milliseconds: number): void {
    const name = operation === undefined ? 'invalid' : this.#operationNames.use(operation);
    const ofCode = code === undefined ? 'OK' : this.#codes.use(code);
    this.#durations.observe(name, milliseconds / 1000);
    let codes = this.#operations.get(name);
    if (!codes) this.#operations.set(name, (codes = new Map<string, { count: number }>()));
    const counted = codes.get(ofCode);
    if (counted) counted.count += 1;
    else codes.set(ofCode, { count: 1 });
  }

  refused(code: string): void {
    this.#refusals.inc({ code: this.#codes.use(code) });
  }

  fetched(subgraph: string, milliseconds: number): void {
    this.#fetches.observe(subgraph, milliseconds / 1000);
  }

  streamOpened(): void {
    this.#streams.inc();
  }

  streamEnded(): void {
    this.#streams.dec();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics, in Prometheus's text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #forget(operation: string): void {
    this.#durations.remove(operation);
    this.#operations.delete(operation);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  /** Adds a metric that is read on each scrape: a counter if its name ends in `_total`, otherwise a gauge. */
  #read(
    name: string,
    help: string,
    labelNames: readonly string[],
    values: () => readonly (readonly [Record<string, string>, number])[],
  ): void {
    const common = { name, help, labelNames, registers: [this.#registry] };
    if (name.endsWith('_total')) {
      const counter: Counter = new Counter({
        ...common,
        collect: () => {
          counter.reset();
          for (const [labels, value] of values()) counter.inc(labels, value);
        },
      });
      return;
    }
    const gauge: Gauge = new Gauge({
      ...common,
      collect: () => {
        gauge.reset();
        for (const [labels, value] of values()) gauge.set(labels, value);
      },
    });
  }
}

type SubgraphNumbers = EngineStats['subgraphs'][number]['stats'];
