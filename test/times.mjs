/** Writes `test/times.json`, by which files are ordered, from a run's results: `node test/times.mjs RESULTS`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resultsIn } from './summary.mjs';

const times = resultsIn(readFileSync(process.argv[2], 'utf8'))
  .filter(({ seconds }) => seconds >= 5)
  .sort((a, b) => b.seconds - a.seconds)
  .map(({ file, seconds }) => [file, Math.round(seconds)]);
writeFileSync(new URL('times.json', import.meta.url), `${JSON.stringify(Object.fromEntries(times), null, 2)}\n`);
