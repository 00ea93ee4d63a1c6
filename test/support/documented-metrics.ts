import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';

interface Documented {
  readonly type: string;
  readonly labels: readonly string[];
}

/** The metrics of the tables of five columns in docs/metrics.md. */
export function documentedMetrics(): Map<string, Documented> {
  const manual = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const row =
    /^\| `((?:gateway|subgraph|hub|process|nodejs)_\w+)` *\| (counter|gauge|histogram) *\| ([^|]*)\|[^|]+\|[^|]+\|$/gm;
  const found = new Map<string, Documented>();
  for (const [, name = '', type = '', labels = ''] of manual.matchAll(row)) {
    if (found.has(name)) throw new Error(`Expected ${name} once in the manual.`);
    found.set(name, { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label) });
  }
  return found;
}

const partOfHistogram = /_(?:bucket|sum|count)$/;

/** The metric that a name of samples belongs to. */
export const metricOf = (name: string, types: { has(name: string): boolean }) =>
  types.has(name) ? name : name.replace(partOfHistogram, '');

/** The metrics that an expression of PromQL reads, and the labels that it names. @throws Error if it is no PromQL. */
export function namesIn(expression: string): { readonly metrics: string[]; readonly matched: string[] } {
  const metrics: string[] = [];
  const matched: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`Expected PromQL, got ${expression}: no PromQL at ${from}.`);
      if (type.name === 'Identifier') metrics.push(expression.slice(from, to));
      if (type.name === 'LabelName') matched.push(expression.slice(from, to));
    },
  });
  return { metrics, matched };
}
