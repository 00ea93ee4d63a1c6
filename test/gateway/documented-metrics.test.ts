import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { womensUnion } from '@hub/womens-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { usage, usageOf } from '../../subgraphs/hub/src/cli/usage.js';
import { type Sample, parseMetrics } from '../support/metrics.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { newDatabase } from '../support/database.js';
import { documentedMetrics, metricOf, namesIn } from '../support/documented-metrics.js';
import { documentedBlocks } from '../support/documented-blocks.js';

const docs = new URL('../../docs/', import.meta.url);
const supergraph = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));

/** What a program serves: the types of its metrics by their names, and its samples. */
function served(text: string): { readonly types: Map<string, string>; readonly samples: readonly Sample[] } {
  const types = new Map([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  return { types, samples: parseMetrics(text) };
}

describe('the manual', () => {
  const known = documentedMetrics();
  let folder: string;
  let audit: Server;
  let gateway: RunningProgram;
  let subgraph: RunningSubgraph;
  let ofGateway: string;
  let ofSubgraph: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'metrics-'));
    writeFileSync(join(folder, 'token'), `audit,follow ${'a'.repeat(40)}\n`, { mode: 0o600 });
    audit = createServer((request, reply) =>
      request.resume().once('end', () => reply.end('{"version":"1","keys":[]}')),
    );
    audit.listen(0, '127.0.0.1');
    await once(audit, 'listening');
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--supergraph', supergraph, '--foreign', '--development'],
      {
        AUDIT_URL: `http://127.0.0.1:${(audit.address() as AddressInfo).port}`,
        AUDIT_TOKEN_FILE: join(folder, 'token'),
        REGISTRY_URL: `http://127.0.0.1:${(audit.address() as AddressInfo).port}`,
        REGISTRY_TOKEN_FILE: join(folder, 'token'),
        TOKEN_ISSUER: 'http://127.0.0.1:1',
        TOKEN_AUDIENCE: 'urn:hub:test',
      },
      /^ready$/,
    );
    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ teams { code } }' }),
    });
    await fetch(`${gateway.url}/graphql`, { method: 'PUT' });
    ofGateway = await (await fetch(`${gateway.url}/metrics`)).text();
    subgraph = await startSubgraph(womensUnion, newDatabase());
    await subgraph.query('{ __typename }');
    ofSubgraph = await (await subgraph.operator('/metrics')).text();
  });
  afterAll(async () => {
    await gateway.stop();
    await subgraph.stop();
    audit.closeAllConnections();
    audit.close();
    rmSync(folder, { recursive: true });
  });

  const own = (prefix: string) => [...known.keys()].filter((name) => name.startsWith(prefix)).sort();

  test('names every metric of the gateway, with its type, and no other', () => {
    const { types } = served(ofGateway);
    expect([...types.keys()].sort()).toEqual([...own('gateway_'), ...own('nodejs_'), ...own('process_')]);
    for (const [name, type] of types) expect([name, known.get(name)?.type]).toEqual([name, type]);
  });

  test('names every metric of a subgraph, with its type, and no other', () => {
    const { types } = served(ofSubgraph);
    const ofItsOwn = [...types].filter(([name]) => !/^(?:nodejs|process)_/.test(name));
    expect(ofItsOwn.map(([name]) => name).sort()).toEqual(own('subgraph_'));
    for (const [name, type] of types) expect([name, known.get(name)?.type]).toEqual([name, type]);
  });

  test('names every label', () => {
    for (const { types, samples } of [served(ofGateway), served(ofSubgraph)]) {
      expect(samples.filter(({ labels }) => Object.keys(labels).length > 0).length).toBeGreaterThan(10);
      for (const { name, labels } of samples) {
        const metric = metricOf(name, types);
        const named = [...(known.get(metric)?.labels ?? []), 'le'];
        // A subgraph's own default label.
        if (/^(?:nodejs|process)_/.test(metric)) named.push('organisation');
        expect(
          Object.keys(labels)
            .filter((label) => !named.includes(label))
            .map((label) => `${metric} ${label}`),
        ).toEqual([]);
      }
    }
  });

  test('has rules for Prometheus that are well formed, about metrics and labels that exist', () => {
    const { groups } = parse(readFileSync(new URL('prometheus-alerts.yml', docs), 'utf8')) as {
      groups: { name: string; rules: (Rule | Recorded)[] }[];
    };
    const all = groups.flatMap((group) => group.rules);
    const rules = all.filter((rule): rule is Rule => 'alert' in rule);
    const records = all.filter((rule): rule is Recorded => 'record' in rule);
    expect(rules.length + records.length).toBe(all.length);
    const recorded = new Map(records.map(({ record, expr }) => [record, namesIn(expr).metrics]));
    expect(rules.length).toBeGreaterThanOrEqual(40);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, expr, labels, annotations, for: pending = '1m', ...others } of rules) {
      expect([alert, others]).toEqual([alert, {}]);
      expect(alert).toMatch(/^Hub[A-Za-z]+$/);
      expect(pending).toMatch(/^\d+[smhd]$/);
      expect(labels.severity).toMatch(/^(?:critical|warning)$/);
      expect(Object.keys(annotations)).toEqual(['summary', 'runbook_url']);
      expect(annotations.runbook_url).toBe(`docs/runbooks.md#${alert.toLowerCase()}`);
      const { metrics: read, matched } = namesIn(expr);
      const metrics = read.flatMap((metric) => recorded.get(metric) ?? [metric]);
      expect([alert, metrics.length]).not.toEqual([alert, 0]);
      for (const metric of metrics) {
        const name = metricOf(metric, known);
        expect([alert, name, known.has(name) || name === 'up']).toEqual([alert, name, true]);
      }
      const labelled = metrics.flatMap((metric) => known.get(metricOf(metric, known))?.labels ?? []);
      for (const label of matched) {
        expect([alert, label, [...labelled, 'job', 'instance', 'le'].includes(label)]).toEqual([alert, label, true]);
      }
    }
  });

  test('has a runbook for each alert, of one shape, with metrics and commands that exist', () => {
    const alerts = readFileSync(new URL('prometheus-alerts.yml', docs), 'utf8');
    const [, ...sections] = readFileSync(new URL('runbooks.md', docs), 'utf8').split(/^## /m);
    expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(
      [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name),
    );
    for (const section of sections) {
      expect(section).toMatch(/^\w+\n\n- Means: .+\n- See: .+\n- Do: .+\n- Wake somebody: .+\n*$/);
      expect(section.split(/\s+/).length).toBeLessThan(75);
      for (const [, name = ''] of section.matchAll(/`((?:gateway|subgraph|hub|process|nodejs)_\w+)`/g)) {
        expect([name, known.has(name)]).toEqual([name, true]);
      }
      for (const [, command = ''] of section.matchAll(/`hub ([^`]+)`/g)) {
        const [name = '', ...rest] = command.split(' ');
        const said = usageOf([name]);
        expect([command, said === usage]).toEqual([command, false]);
        for (const word of rest.filter((one) => /^(?:--)?[a-z]/.test(one)))
          expect([command, said]).toEqual([command, expect.stringMatching(new RegExp(`(?<![\\w-])${word}(?![\\w-])`))]);
      }
    }
  });

  test('has Prometheus ask what the rules are about', () => {
    const [scraping = ''] = documentedBlocks('docs/daily-work.md', 'yaml');
    const { rule_files: files, scrape_configs: jobs } = parse(scraping) as {
      rule_files: string[];
      scrape_configs: { job_name: string; static_configs: { labels?: { job: string } }[] }[];
    };
    const rules = files.map((file) => readFileSync(new URL(file, docs), 'utf8')).join('\n');
    const named = new Set([...rules.matchAll(/\bup\{job="([^"]+)"/g)].map(([, job]) => job));
    expect(named.size).toBeGreaterThan(0);
    const asked = jobs.flatMap(({ job_name: job, static_configs: targets }) =>
      targets.map(({ labels }) => labels?.job ?? job),
    );
    expect([...named].filter((job) => !asked.includes(job ?? ''))).toEqual([]);
  });

  test('has a case for each rule, in which it fires', () => {
    const cases = readFileSync(new URL('prometheus-alerts.test.yml', import.meta.url), 'utf8');
    const fired = new Set([...cases.matchAll(/labels: '\{alertname="(\w+)"/g)].map(([, name]) => name));
    const alerts = readFileSync(new URL('prometheus-alerts.yml', docs), 'utf8');
    expect([...fired].sort()).toEqual([...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name).sort());
  });

  const promtool = spawnSync('promtool', ['--version']).status === 0;
  const withPromtool = promtool ? test : test.skip;

  withPromtool(`has rules that promtool accepts${promtool ? '' : ': skipped, for promtool is not installed'}`, () => {
    const rules = fileURLToPath(new URL('prometheus-alerts.yml', docs));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', rules], { encoding: 'utf8' });
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  withPromtool(
    `has rules that fire when they should${promtool ? '' : ': skipped, for promtool is not installed'}`,
    () => {
      const cases = fileURLToPath(new URL('prometheus-alerts.test.yml', import.meta.url));
      const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', cases], { encoding: 'utf8' });
      expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
    },
  );

  withPromtool(`has metrics that promtool accepts${promtool ? '' : ': skipped, for promtool is not installed'}`, () => {
    for (const input of [ofGateway, ofSubgraph]) {
      const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
      const findings = (stdout + stderr).split('\n').filter((line) => line !== '');
      // prom-client names three gauges of Node.js so.
      expect(findings.filter((line) => !/^nodejs_active_(?:handles|requests|resources)_total /.test(line))).toEqual([]);
    }
  });

  test('reads a wrong rule as wrong', () => {
    expect(() => namesIn('rate(gateway_operations_total[5m) > 0')).toThrow('no PromQL');
  });
});

interface Recorded {
  readonly record: string;
  readonly expr: string;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Record<string, string>;
}
