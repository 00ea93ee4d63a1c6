import { median } from './medians.mjs';
import { table } from './tables.mjs';

const megabytes = ({ resident, residentOfChildren }) => (resident + residentOfChildren) / 2 ** 20;

/** The median of what the runs of each contestant come to, as text. */
const both = (rows, valueOf, show) => rows.map(({ runs }) => show(median(runs.map(valueOf)))).join(' → ');

/** The median of the rounds' ratios. */
const ratio = (one, other, valueOf) => median(one.map((run, round) => valueOf(run) / valueOf(other[round])));

/** One line: of the former build and this one, medians; of the rounds' ratios too, with the smallest and the largest. */
function pairs([former, now], valueOf) {
  const ratios = now.runs.map((run, round) => valueOf(run) / valueOf(former.runs[round]));
  return [median(ratios).toFixed(2), `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`];
}

const cpuEach = (run) => run.cpuEach;
const percent = (value) => `${(100 * value).toFixed(0)} %`;

/** What one load comes to: of `former` and `hub`, and beside `limit` where it ran. */
export function loadLine({ graph, query, rows }, share) {
  const own = rows.filter((row) => row.share === share);
  const limit = own.find(({ id }) => id === 'limit');
  const builds = ['former', 'hub'].map((name) => own.find(({ id }) => id === name));
  const ofLimit = limit ? builds.map(({ runs }) => percent(ratio(limit.runs, runs, cpuEach))).join(' → ') : '';
  return [
    ...[`${graph}, ${query}`, share, both(builds, cpuEach, (value) => `${value.toFixed(0)} µs`)],
    ...[...pairs(builds, cpuEach), ofLimit, limit ? `${median(limit.runs.map(cpuEach)).toFixed(0)} µs` : ''],
    both(
      builds,
      ({ garbage }) => garbage,
      (value) => `${(100 * value).toFixed(1)} %`,
    ),
    both(builds, megabytes, (value) => `${value.toFixed(0)} MB`),
    both(
      builds,
      ({ perSecond }) => perSecond,
      (value) => value.toFixed(0),
    ),
  ];
}

/** The Markdown of loads; an arrow leads from the former build to this one. */
export function loadTable(lines) {
  const head = ['load', 'shares', 'CPU each', 'ratio', 'of the pairs', '% of limit', 'limit'];
  return table([...head, 'garbage collection', 'memory', 'requests/s'], lines);
}

/** The Markdown of operations that were never seen. */
export function neverSeenTable(builds) {
  const line = (what, valueOf, show) => [what, both(builds, valueOf, show), ...pairs(builds, valueOf)];
  const milliseconds = (value) => `${value.toFixed(2)} ms`;
  const lines = ['answers', 'plans'].flatMap((part) => [
    line(`${part}: median`, (run) => run[part].median, milliseconds),
    line(`${part}: 95th percentile`, (run) => run[part].p95, milliseconds),
  ]);
  lines.push(line('CPU each', cpuEach, (value) => `${value.toFixed(0)} µs`));
  lines.push(line('memory', megabytes, (value) => `${value.toFixed(0)} MB`));
  return `\n${table(['never seen', 'former → this', 'ratio', 'of the pairs'], lines)}`;
}
