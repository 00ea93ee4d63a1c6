/**
 * Measures what the fields of the hub cost, and writes their prices: see README.md.
 *
 * node test/bench/cost/bench.mjs [--data FOLDER] [--port 5900] [--calls 16] [--only PATTERN] [--write]
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fieldsWithWork } from '../../support/fields-with-work.ts';
import { getNamedType, print } from 'graphql';
import { median, post } from '../parts/load.mjs';
import { Operations } from './operations.mjs';
import { cpuOfTree } from './process-cpu.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string', default: '5900' },
    calls: { type: 'string', default: '16' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const [port, calls] = [values.port, values.calls].map(Number);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = join(root, 'subgraphs/hub/dist/hub.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-cost-'));
const data = values.data ?? join(folder, 'data');
const url = `http://127.0.0.1:${port}`;
const supergraph = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
const agent = new Agent({ keepAlive: true });

/** Limits that refuse no measured operation. */
const often = { burst: 1e9, perSecond: 1e9 };
const limits = join(folder, 'limits.json');
writeFileSync(limits, JSON.stringify({ cost: { anonymous: 1e9 }, rate: { anonymous: often }, addressRate: often }));
const environment = { PATH: process.env.PATH, HUB_DATA: data, GATEWAY_PORT: String(port) };

async function startHub() {
  const child = spawn(process.execPath, [program, 'start', '--port', String(port)], {
    env: { ...environment, LIMITS: limits, SHARE: 'none', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const deadline = Date.now() + 300_000; ; await sleep(250)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`expected a hub at port ${port}`);
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok) return child;
  }
}

const tokens = {};
const tokenOf = (role) =>
  (tokens[role] ??= execFileSync(process.execPath, [program, 'token', '--as', role], { env: environment })
    .toString()
    .trim());

const ask = (query, [role, purpose] = ['analyst', 'steering']) => {
  const headers = { authorization: `Bearer ${tokenOf(role)}`, 'x-hub-purpose': purpose };
  return post(`${url}/graphql`, { body: JSON.stringify({ query }), headers, agent });
};

/** How many fetches the gateway has sent. */
async function fetches() {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = [...text.matchAll(/^gateway_subgraph_requests_total\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/**
 * Measures operations in turns: of each the lower quartile over its calls of the processor time of all processes of the
 * hub and of its time alone, in milliseconds, its fetches, and how many parents it has. What else a machine does only adds.
 */
async function measure(hub, queries, as) {
  const runs = queries.map(() => ({ cpu: [], wall: [], fetches: 0, answer: '' }));
  for (let call = -2; call < calls; call += 1) {
    for (const [index, query] of queries.entries()) {
      const run = runs[index];
      const sent = call === 0 ? await fetches() : 0;
      const [cpu, began] = [cpuOfTree(hub.pid), performance.now()];
      run.answer = await ask(query, as);
      const wall = performance.now() - began;
      if (call < 0) continue;
      run.cpu.push(cpuOfTree(hub.pid) - cpu);
      run.wall.push(wall);
      if (call === 0) run.fetches = (await fetches()) - sent;
    }
  }
  return runs.map(({ cpu, wall, fetches: sent, answer }) => ({
    ...{ cpu: lowerQuartile(cpu), wall: lowerQuartile(wall), fetches: sent },
    parents: answer.split('"m":').length - 1,
  }));
}

function lowerQuartile(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 4)];
}

/** Prices go up by these steps in each power of ten, so that the next measurement finds about the same. */
const steps = [1, 2, 3, 5, 7, 10];
function priceOf(units) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, units)));
  return power * steps.find((step) => step * power >= units);
}
/** A smaller total is within the cost of each fetch or object. */
const [worthOfCall, worthOfObject] = [100, 10];

/** The field whose price holds for this field. */
function payer({ isComputed, coordinate }) {
  if (isComputed) return 'GoalProgress';
  return coordinate === 'Subscription.goalProgressChanged' ? 'Goal.progress' : undefined;
}

/**
 * An operation with a field that not everyone may see, and that is skipped: it has its row in the audit log, as most
 * have, instead of being counted as public.
 */
const withRow = (query) => query.replace(/\}\s*$/, 'row: tasks(first: 1) @skip(if: true) { totalCount } }');

/** The role that may ask for a field if an analyst may not. */
function callerOf(coordinate) {
  if (/^Audit|\.audit$/.test(coordinate)) return ['auditor', 'audit'];
  return undefined;
}

async function measureField(hub, operations, { coordinate, parent, field, returns }) {
  const name = field.name.value;
  const as = callerOf(coordinate);
  const asked = operations.asked(parent, name, 1);
  const without = operations.around(parent, '');
  const queries = [...without, ...operations.around(parent, asked)];
  const hasPages = parent === 'Query' && returns.endsWith('Connection');
  if (hasPages) {
    const page = operations.asked(parent, name, 100).replace('nodes {', 'nodes { m: __typename');
    queries.push(...operations.around(parent, page));
  }
  // A mutation has its row in any case.
  const hasRow = parent === 'Mutation' || /audit/i.test(coordinate);
  const measured = await measure(hub, hasRow ? queries : queries.map(withRow), as).catch((error) => {
    process.stderr.write(`${coordinate} is not measured: ${error.message}\n`);
  });
  if (!measured) return { coordinate };
  const [one, oneWith] = [measured[0], measured[without.length]];
  const call = oneWith.cpu - one.cpu;
  const row = { coordinate, fetches: oneWith.fetches - one.fetches, call, wall: oneWith.wall - one.wall };
  if (without.length > 1) {
    const [more, moreWith] = [measured[1], measured[3]];
    const parents = more.parents - one.parents;
    if (parents > 0) row.perParent = Math.max(0, moreWith.cpu - more.cpu - call) / parents;
  }
  const page = hasPages ? measured.at(-1) : undefined;
  if (page?.parents > 2) row.perItem = Math.max(0, page.cpu - oneWith.cpu) / (page.parents - 2);
  return row;
}

async function run() {
  const hub = await startHub();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => hub.kill() && process.exit(1));
  try {
    const samples = {};
    const schema = new Operations(supergraph, {}).schema;
    for (const field of Object.values(schema.getQueryType().getFields())) {
      const nodes = schema.getType(field.type.name)?.getFields?.().nodes;
      if (!nodes || field.name === 'audit' || !getNamedType(nodes.type).getFields().code) continue;
      // Records about persons are for staff alone: they are measured without a sample.
      if (isOfPersons(getNamedType(nodes.type))) continue;
      const answer = JSON.parse(await ask(`{ ${field.name}(first: 1) { nodes { code } } }`));
      samples[nodes.type.ofType.ofType.ofType.name] ??= answer.data[field.name].nodes[0]?.code;
    }
    Object.assign(samples, {
      Goal: 'ADULTS_BASIC',
      Organisation: 'womens-union',
      Indicator: 'none',
      CourseClass: 'none',
    });
    const operations = new Operations(supergraph, samples);
    samples.key = await createdKey(operations);
    const plain = (first) => `{ communes(first: ${first}) { nodes { code areaKm2 } } }`;
    for (const first of Array(40).fill([1, 500]).flat())
      await ask(`{ communes(first: ${first}) { nodes { code name } } }`);
    const [one, all] = await measure(hub, [plain(1), plain(500)]);
    const plainObject = (all.cpu - one.cpu) / ((await communeCount()) - 1);
    const rows = [];
    for (const field of fieldsWithWork(supergraph)) {
      if (!field.coordinate.match(values.only) || field.parent === 'Subscription') continue;
      // A release that waits can be accepted once.
      if (field.coordinate === 'Mutation.acceptRelease') continue;
      rows.push({ ...(await measureField(hub, operations, field)), field });
      process.stderr.write('.');
    }
    report(plainObject, rows);
  } finally {
    hub.kill('SIGINT');
    await once(hub, 'exit');
  }
}

/** Whether a type is for those alone who work with the persons that it is about. */
function isOfPersons({ astNode }) {
  return astNode.directives.some(
    (one) => one.name.value.endsWith('requiresScopes') && print(one).includes('persons:read'),
  );
}

/** A key that is revoked again and again. */
async function createdKey(operations) {
  const created = `createProgramKey(${operations.given.createProgramKey}) { key { id } }`;
  const answer = await ask(`mutation { ${created} }`);
  const id = JSON.parse(answer).data?.createProgramKey?.key.id;
  if (!id) throw new Error(`expected a key for a program, got ${answer}`);
  return id;
}

async function communeCount() {
  return JSON.parse(await ask('{ communes(first: 1) { totalCount } }')).data.communes.totalCount;
}

/** The cost of a fetch, from which the unit comes: the median of many fields. */
const fetchPrice = 100;

function report(plainObject, rows) {
  const single = rows.filter(({ fetches, field }) => fetches > 0.9 && fetches < 1.1 && !field.isComputed);
  const fetchMs = median(single.map(({ call }) => call));
  const unit = fetchMs / fetchPrice;
  const lines = [
    'coordinate,fetches,milliseconds per call,milliseconds per further parent,milliseconds per item,wall milliseconds,price,paid by',
    `(a fetch),1,${fetchMs.toFixed(2)},,,,${fetchPrice},`,
    `(a plain object),,,,${plainObject.toFixed(4)},,1,`,
  ];
  const before = priceList();
  const itemPrices = new Map();
  for (const { coordinate, fetches, call, perParent, perItem, wall, field } of rows) {
    if (call === undefined) {
      lines.push([coordinate, '', '', '', '', '', before.get(coordinate) ?? (field.isLeaf ? 0 : 1), ''].join(','));
      continue;
    }
    const beyondFetches = (call - Math.max(1, Math.round(fetches) + 1) * fetchMs) / unit;
    const ofParent = (perParent ?? 0) / unit;
    const price = steadyPrice(before.get(coordinate), { ofParent, beyondFetches }, field);
    const paidBy = payer(field) ?? '';
    const told = [call, perParent, perItem, wall].map((value) => (value === undefined ? '' : value.toFixed(2)));
    lines.push([coordinate, Math.round(fetches), ...told, paidBy ? '' : price, paidBy].join(','));
    if (perItem !== undefined) itemPrices.set(field.returns.replace(/Connection$/, ''), perItem / unit);
  }
  for (const [type, units] of itemPrices) {
    if (units > worthOfObject)
      lines.push(
        [type, '', '', '', (units * unit).toFixed(2), '', steadyItemPrice(before.get(type), units), ''].join(','),
      );
  }
  lines.push('Mutation.acceptRelease,,,,,,50,', 'Subscription.goalProgressChanged,,,,,,,Goal.progress');
  const text = `${lines.join('\n')}\n`;
  if (values.write) writeFileSync(new URL('prices.csv', import.meta.url), text);
  else console.log(text);
}

/** The prices in the present table. */
function priceList() {
  const [, ...rows] = readFileSync(new URL('prices.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const prices = rows.map((row) => row.split(',')).map((cells) => [cells[0], cells[6]]);
  return new Map(prices.filter(([, price]) => price !== '').map(([name, price]) => [name, Number(price)]));
}

/** One measurement differs from the next by less than this factor, and moves no price. */
const noise = 2;

const isNear = (one, other) => one <= other * noise && other <= one * noise;

function steadyPrice(before, { ofParent, beyondFetches }, field) {
  const length = field.isList ? lengthOf(field) : 1;
  const measured = Math.max(ofParent, beyondFetches) / length;
  const isMore = (factor) => ofParent > worthOfObject * factor || beyondFetches > worthOfCall * factor;
  if (before > 1 ? isNear(before, measured) : before !== undefined && !isMore(noise)) return before;
  const units = Math.max(ofParent > worthOfObject ? ofParent : 0, beyondFetches > worthOfCall ? beyondFetches : 0);
  return units > 0 ? priceOf(units / length) : field.isLeaf ? 0 : 1;
}

function steadyItemPrice(before, units) {
  return before !== undefined && isNear(before, units) ? before : priceOf(units);
}

/** How long the gateway takes a list to be. */
function lengthOf({ field }) {
  const listSize = field.directives.find(({ name }) => name.value === 'listSize');
  const assumed = listSize?.arguments.find(({ name }) => name.value === 'assumedSize')?.value.value;
  return assumed === undefined ? 10 : Number(assumed);
}

try {
  await run();
} finally {
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}
