import { contestants } from './contestants.mjs';

const head = ['gateway', 'shares', 'requests/s', 'CPU each', 'busy', 'fetches', '× Apollo', '% of limit', 'memory'];

/** The Markdown of one query's measurements. Ratios are of CPU per request. */
export function speedTable({ graph, query, bytes, rows }) {
  const apollo = rows.find(({ id }) => id === 'apollo');
  const lines = rows.map(({ id, share, perSecond, cpuEach, busy, fetches, resident, residentOfChildren }) => {
    const limit = rows.find((row) => row.id === 'limit' && row.share === share);
    return [
      ...[contestants[id].title, share, Math.round(perSecond).toLocaleString('en'), `${cpuEach.toFixed(0)} µs`],
      ...[`${Math.round(busy * 100)} %`, fetches.toFixed(1), apollo ? (apollo.cpuEach / cpuEach).toFixed(1) : ''],
      ...[
        limit ? `${Math.round((limit.cpuEach / cpuEach) * 100)} %` : '',
        `${Math.round(resident / 2 ** 20)} + ${Math.round(residentOfChildren / 2 ** 20)} MB`,
      ],
    ];
  });
  return `\n${graph}, ${query} (${(bytes / 1024).toFixed(1)} KB)\n\n${table(head, lines)}`;
}

/** A table in Markdown. */
export function table(names, lines) {
  return [names, names.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
