/** A sample of Prometheus's text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Parses Prometheus's text format. @throws Error on a line that is none of it. */
export function parseMetrics(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !/^# (HELP|TYPE) [\w:]+ /.test(line))
    .map((line) => {
      const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      // `Nan` is what prom-client says of no samples at all.
      if (name === undefined || (value !== 'Nan' && Number.isNaN(Number(value?.replace('Inf', 'inity'))))) {
        throw new Error(`Expected a sample of Prometheus, got ${JSON.stringify(line)}.`);
      }
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text] as const);
      return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
    });
}

/** The value of the one sample with a name and, among others, some labels; undefined where there is none. */
export function valueOf(samples: readonly Sample[], name: string, labels: Sample['labels'] = {}): number | undefined {
  const found = samples.filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  if (found.length > 1) throw new Error(`Expected one ${name} with ${JSON.stringify(labels)}, got ${found.length}.`);
  return found[0]?.value;
}
