/**
 * Where a gateway's time goes on one query: its self time under load by group and by function.
 *
 * node profile.mjs [--graph hub] [--query large] [--gateway hub] [--share none] [--seconds 5]
 */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stopAll } from './machinery.mjs';
import { closedLoad, openArena } from './arena.mjs';
import { table } from './tables.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    ...{ graph: option('hub'), query: option('large'), gateway: option('hub'), share: option('none') },
    ...{ seconds: option('5'), port: option('5650') },
  },
});

/** Which part of the work a function does, by its file and name. The first that fits, from the inside out, counts. */
const groups = [
  ['garbage collection', /^\(garbage collector\)/],
  ['undici', /undici/],
  ['JSON.parse of answers', /subgraph\/subgraph-response|limit\/ask\.mjs onComplete/],
  ['writing the answer', /JSON\.stringify|http\/.*(respon|write)/],
  ['subgraph client', /src\/subgraph\/|limit\/ask\.mjs/],
  ['representations', /executor\/(representation|entity-path|request-body)/],
  ['merging', /executor\/(merge|entity-fetch|root-fetch|rewrite)/],
  ['completion', /executor\/(completion|object-code|leaf|collect|response-keys)|^evalmachine|^ \w*anonymous/],
  ['executor, other', /src\/executor\//],
  ['operation look-up', /src\/engine\/|src\/planner\/|lru-cache/],
  ['GraphQL pipeline', /@apollo\/server|node_modules\/graphql\//],
  ['HTTP front', /src\/http\/|src\/server|fastify|pino|limit\/server/],
  ['query by hand', /limit\//],
  ['HTTP of Node', /^node:(_http|internal\/http)/],
];

/** A profile is written by a process that exits, not by one that is killed. */
const exitOnInterrupt = 'data:text/javascript,process.on("SIGINT",()=>process.exit())';

const descriptions = new WeakMap();
const maps = new Map();

const arena = await openArena({ graph: values.graph, port: Number(values.port) });
try {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  const gateway = await arena.start(values.gateway, values.share, values.query, {
    nodeOptions: ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-dir=${folder}`, '--import', exitOnInterrupt],
  });
  const seconds = Number(values.seconds);
  const run = await closedLoad(arena, gateway, {
    questions: [arena.graph.queries[values.query]],
    seconds,
    warm: { requests: 2500, seconds: 20 },
  });
  const [child] = gateway.children;
  child.kill('SIGINT');
  await new Promise((done) => child.on('exit', done));
  const profiles = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const largest = profiles.sort((a, b) => b.samples.length - a.samples.length)[0];
  print(largest, run);
} finally {
  await stopAll();
}

/** Prints the second half of a profile, when all code is warm. */
function print({ nodes, samples, timeDeltas }, { cpuEach }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node;
  const [byGroup, byFunction] = [new Map(), new Map()];
  let total = 0;
  for (let i = Math.floor(samples.length / 2); i < samples.length; i += 1) {
    const node = byId.get(samples[i]);
    if (/^\((idle|root)\)$/.test(node.callFrame.functionName)) continue;
    total += timeDeltas[i];
    add(byGroup, groupOf(node), timeDeltas[i]);
    add(byFunction, describe(node), timeDeltas[i]);
  }
  const lines = (map, count) =>
    [...map]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([name, time]) => [
        name,
        `${((time / total) * 100).toFixed(1)} %`,
        `${((time / total) * cpuEach).toFixed(0)} µs`,
      ]);
  console.log(
    `\n${values.gateway} on ${values.graph} ${values.query}: ${cpuEach.toFixed(0)} µs per request under the profiler\n`,
  );
  console.log(table(['part', 'self time', 'per request'], lines(byGroup, 30)));
  console.log(`\n${table(['function', 'self time', 'per request'], lines(byFunction, 40))}`);
}

function add(map, key, time) {
  map.set(key, (map.get(key) ?? 0) + time);
}

function groupOf(node) {
  for (let frame = node; frame; frame = frame.parent) {
    const text = describe(frame);
    const group = groups.find(([, pattern]) => pattern.test(text));
    if (group) return group[0];
  }
  return /^\(program\)/.test(describe(node)) ? 'native code and system calls' : 'Node, other';
}

/** A function's file and name, in its source where there is a source map. */
function describe(node) {
  let text = descriptions.get(node);
  if (text === undefined) {
    const { functionName, url, lineNumber, columnNumber } = node.callFrame;
    const [file, line] = original(url, lineNumber, columnNumber);
    text = url ? `${file} ${functionName || 'anonymous'}:${line}` : functionName || 'anonymous';
    descriptions.set(node, text);
  }
  return text;
}

function original(url, line, column) {
  const short = (file) =>
    file
      .replace(/^.*\/node_modules\/(?!.*\/node_modules\/)/, 'node_modules/')
      .replace(/^.*\/(gateway\/|\.\.\/)src\//, 'src/');
  if (!/gateway\/dist\//.test(url)) return [short(url.replace(/^.*\/bench\/gateway\/(?!node_modules)/, '')), line + 1];
  if (!maps.has(url)) maps.set(url, new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8'))));
  const { originalSource = url, originalLine = line } = maps.get(url).findEntry(line, column);
  return [short(originalSource), originalLine + 1];
}
