import type { Metric, Registry } from 'prom-client';

/** The upper bounds of the buckets, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface Series {
  /** The number of durations in each bucket, without the lower buckets. */
  readonly counts: number[];
  count: number;
  sum: number;
}

interface DurationsOptions {
  readonly name: string;
  readonly help: string;
  /** The label that distinguishes the series. */
  readonly label: string;
}

/**
 * A histogram of durations for Prometheus. On each observation, prom-client's own makes a text of all labels and three
 * functions, and each request has several observations.
 */
export class Durations {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly help: string;
  readonly #label: string;
  readonly #series = new Map<string, Series>();

  constructor({ name, help, label }: DurationsOptions, registry: Registry) {
    this.name = name;
    this.help = help;
    this.#label = label;
    // The registry reads only a metric's name and the result of `get`.
    registry.registerMetric(this as unknown as Metric);
  }

  /** @param value of the label. */
  observe(value: string, seconds: number): void {
    let series = this.#series.get(value);
    if (!series) this.#series.set(value, (series = { counts: bounds.map(() => 0), count: 0, sum: 0 }));
    series.count += 1;
    series.sum += seconds;
    let bucket = 0;
    while (bucket < bounds.length && seconds > (bounds[bucket] as number)) bucket += 1;
    if (bucket < bounds.length) series.counts[bucket] = (series.counts[bucket] as number) + 1;
  }

  /** Removes a value of the label. */
  remove(value: string): void {
    this.#series.delete(value);
  }

  /** The series, in the registry's format. */
  get(): Promise<object> {
    const { type, aggregator, name, help } = this;
    const values = [...this.#series].flatMap(([value, series]) => {
      const labels = { [this.#label]: value };
      let below = 0;
      const buckets = bounds.map((le, bucket) => {
        below += series.counts[bucket] as number;
        return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below };
      });
      return [
        ...buckets,
        { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: series.count },
        { metricName: `${name}_sum`, labels, value: series.sum },
        { metricName: `${name}_count`, labels, value: series.count },
      ];
    });
    return Promise.resolve({ type, aggregator, name, help, values });
  }
}
