import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dashboard, Panel } from '@grafana/schema';
import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { documentedMetrics, metricOf, namesIn } from '../support/documented-metrics.js';
import { faultsIn } from '../support/typescript-faults.js';

// Debian has no Grafana to load them: the types of its schema stand in for it.

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const read = (path: string) => readFileSync(join(docs, path), 'utf8');
const files = globSync('grafana/*.json', { cwd: docs }).sort();
const dashboards = files.map((file) => JSON.parse(read(file)) as Dashboard);
const panelsOf = ({ panels = [] }: Dashboard) => panels as Panel[];

/** A panel's expressions of PromQL, with an interval in place of Grafana's variable. */
const expressionsOf = ({ targets = [] }: Panel) =>
  targets.map(({ expr }) => String(expr).replaceAll('$__rate_interval', '5m'));

test('they have the form that Grafana has for dashboards', () => {
  // A JSON file has plain strings where the types have enums.
  const declared = `import type { Dashboard } from '@grafana/schema';
    type Plain<T> = T extends string ? \`\${T}\` : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
    export const dashboard: Plain<Dashboard> = `;
  const [known = '{}'] = files.map(read);
  const faults = (text: string) => faultsIn({ dashboard: declared + text });
  for (const file of files) expect([file, faults(read(file))]).toEqual([file, []]);
  for (const [right, wrong] of [
    ['"gridPos"', '"gridPosition"'],
    ['"mode": "absolute"', '"mode": "total"'],
    ['"schemaVersion": 39', '"schemaVersion": "39"'],
  ] as const) {
    expect(known).toContain(right);
    expect(faults(known.replace(right, wrong))).not.toEqual([]);
  }
});

describe.each(files.map((file, index) => [file, dashboards[index] as Dashboard] as const))('%s', (_file, dashboard) => {
  const panels = panelsOf(dashboard);

  test('has panels of their own numbers and places, each with what it shows', () => {
    expect(panels.length).toBeGreaterThan(5);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const places = panels.flatMap(({ gridPos: { x, y, w, h } = { x: -1, y: 0, w: 0, h: 0 } }) => {
      expect([x >= 0, x + w <= 24]).toEqual([true, true]);
      return Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`);
    });
    expect(new Set(places).size).toBe(places.length);
    const variables = new Set((dashboard.templating?.list ?? []).map(({ name }) => name));
    for (const panel of panels) {
      expect(panel).toMatchObject({ title: expect.any(String), description: expect.any(String) });
      expect(panel).toMatchObject({ datasource: { type: 'prometheus', uid: '${datasource}' } });
      for (const [, name = ''] of JSON.stringify(panel).matchAll(/\$\{?(\w+)/g))
        expect([name, variables.has(name) || name === '__rate_interval']).toEqual([name, true]);
    }
  });

  test('asks for metrics and labels that the manual names, or that the rules record', () => {
    const known = documentedMetrics();
    const recorded = [...read('prometheus-alerts.yml').matchAll(/- record: (\S+)/g)].map(([, name]) => name);
    // Prometheus makes these itself.
    const given = new Set([...recorded, 'up', 'ALERTS']);
    const asked = panels.flatMap(expressionsOf);
    for (const { query } of dashboard.templating?.list ?? [])
      if (typeof query === 'object') asked.push(/\(([^,]+),/.exec(String(query['query']))?.[1] ?? '');
    for (const expression of asked) {
      const { metrics, matched } = namesIn(expression);
      const own = metrics.filter((name) => !given.has(name)).map((name) => metricOf(name, known));
      expect([expression, metrics.length > 0, own.filter((name) => !known.has(name))]).toEqual([expression, true, []]);
      const labels = own.flatMap((name) => known.get(name)?.labels ?? []);
      const all = new Set([...labels, 'job', 'instance', 'le', 'subgraph', 'alertname', 'alertstate']);
      expect([expression, matched.filter((label) => !all.has(label))]).toEqual([expression, []]);
    }
  });
});

const promtool = spawnSync('promtool', ['--version']).status === 0;

(promtool ? test : test.skip)(
  `their expressions are what promtool accepts${promtool ? '' : ': skipped, for promtool is not installed'}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'dashboards-'));
    const rules = dashboards.flatMap(panelsOf).flatMap(expressionsOf);
    const file = join(folder, 'rules.yml');
    const named = rules.map((expr, index) => ({ record: `panel:${index}`, expr }));
    writeFileSync(file, stringify({ groups: [{ name: 'dashboards', rules: named }] }));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining(`SUCCESS: ${rules.length} rules found`)]);
  },
);
