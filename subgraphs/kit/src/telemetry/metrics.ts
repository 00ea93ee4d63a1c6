import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice } from '../base/usual-prices.js';
import type { DueEnding } from '@hub/protocol';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Statement } from '../database/statement.js';

/** The part of an import's events that counts rows. */
interface ImportCounts {
  readonly type: string;
  readonly written?: number;
  readonly rejected?: number;
}

/** A subgraph's metrics for Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'subgraph_request_duration_seconds',
    help: 'GraphQL requests by the code of their first error, or OK.',
    labelNames: ['code'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.#registry],
  });
  readonly #statements = new Histogram({
    name: 'subgraph_statement_duration_seconds',
    help: 'SQL statements by outcome: ok or failed.',
    labelNames: ['outcome'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.#registry],
  });
  readonly #importedRows = new Counter({
    name: 'subgraph_import_rows_total',
    help: 'Rows of imported files by kind and outcome: written or rejected.',
    labelNames: ['kind', 'outcome'],
    registers: [this.#registry],
  });
  readonly #exchanges = new Counter({
    name: 'subgraph_exchanges_total',
    help: 'Signed requests with their answers: receipted by their gateway, or lost without a receipt.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });
  readonly #anchors = new Counter({
    name: 'subgraph_audit_anchors_total',
    help: 'Anchors of the audit log: kept, or refused since they contradict what is kept.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });

  readonly #alarms = new Counter({
    name: 'subgraph_alarms_total',
    help: 'Alarms: stored cells, or a release, found to be other than what was signed; a release that waits.',
    labelNames: ['code'],
    registers: [this.#registry],
  });

  /** Adds the days left of each ending, computed at each scrape. */
  tellEndings(due: () => Promise<readonly DueEnding[]>): void {
    new Gauge({
      name: 'subgraph_ends_days',
      help: 'Days left of what ends within ninety days, by kind and name; negative for thirty days after its end.',
      labelNames: ['kind', 'name'],
      registers: [this.#registry],
      async collect() {
        const endings = await due();
        this.reset();
        for (const { kind, name, daysLeft } of endings) this.set({ kind, name }, daysLeft);
      },
    });
  }

  /** @param organisation its code, a label of every metric. */
  constructor(organisation: string) {
    this.#registry.setDefaultLabels({ organisation });
  }

  /** Measures the process too: its event loop, memory, collections and CPU. Call it once in a process. */
  measureProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** @param code the first error's, or OK. */
  answered(code: string, milliseconds: number): void {
    this.#requests.observe({ code }, milliseconds / 1000);
  }

  asked({ began, ended, failed }: Statement): void {
    this.#statements.observe({ outcome: failed ? 'failed' : 'ok' }, (ended - began) / 1000);
  }

  /** Counts exchanges that a receipt proves, or that no receipt will prove. */
  exchangesEnded(outcome: 'receipted' | 'lost', count: number): void {
    this.#exchanges.inc({ outcome }, count);
  }

  /** Counts anchors of the audit log. */
  anchorCame(outcome: 'kept' | 'refused'): void {
    this.#anchors.inc({ outcome });
  }

  /** Counts an alarm. */
  alarmRaised(code: string): void {
    this.#alarms.inc({ code });
  }

  /** Counts the rows of an import once they are stored; a refused file has none. */
  async *countingRows<Event extends ImportCounts>(kind: string, events: AsyncIterable<Event>): AsyncGenerator<Event> {
    for await (const event of events) {
      if (event.type === 'done') {
        this.#importedRows.inc({ kind, outcome: 'written' }, event.written ?? 0);
        this.#importedRows.inc({ kind, outcome: 'rejected' }, event.rejected ?? 0);
      }
      yield event;
    }
  }

  /** Adds `GET /metrics` to a server that only operators can reach. */
  route(server: EndpointServer): void {
    addEndpoint(server, {
      method: 'GET',
      url: '/metrics',
      price: lookPrice,
      handler: async (_request, reply) => reply.type(this.#registry.contentType).send(await this.#registry.metrics()),
    });
  }
}
