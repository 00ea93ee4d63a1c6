/**
 * What a check found: `node test/summary.mjs RESULTS AGAIN PASSED FAILED`.
 *
 * Prints the tests by run, each skip with its reason, each failure, and the twenty slowest files, and ends with
 * `N passed, N failed`. PASSED and FAILED are the other checks' numbers; AGAIN has the results of files that ran once
 * more. `--failed RESULTS RUN…` prints the files of these runs with failures instead.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { has, others, runOf, skips } from './runs.mjs';

/** The results that a file of `test/results.mjs` has. */
export const resultsIn = (text) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Results after files ran once more: a failure that passes the second time is unstable and counts as passed. */
export function settled(first, again) {
  return first.map((result) => {
    const second = again.find(({ file }) => file === result.file);
    if (!second || result.failed.length === 0) return { ...result, unstable: [] };
    const unstable = result.failed.filter((name) => !second.failed.includes(name));
    return { ...result, unstable, failed: second.failed, passed: second.passed, skipped: second.skipped };
  });
}

/**
 * The lines of a summary, and how many tests passed and failed. A run without a test fails, and so does a skip that
 * `runs.mjs` has no reason for.
 */
export function summary(results, runs) {
  const rows = runs.map((run) => {
    const files = results.filter(({ file }) => runOf(file) === run);
    const sum = (of) => files.reduce((total, result) => total + of(result), 0);
    return {
      ...{ run, files: files.length, passed: sum(({ passed }) => passed), failed: sum(({ failed }) => failed.length) },
      ...{ skipped: sum(({ skipped }) => skipped.length), unstable: sum(({ unstable }) => unstable.length) },
      seconds: Math.round(sum(({ seconds }) => seconds)),
    };
  });
  const reasonOf = (file) => Object.keys(skips).find((pattern) => has([pattern], file));
  const skipping = results.filter(({ skipped }) => skipped.length > 0);
  const faults = [
    ...rows.filter(({ passed, failed }) => passed + failed === 0).map(({ run }) => `${run}: no test ran`),
    ...skipping
      .filter(({ file }) => !reasonOf(file))
      .map(({ file, skipped }) => `${file}: skipped without a reason in test/runs.mjs: ${skipped[0]}`),
    ...results.flatMap(({ file, failed }) => failed.map((name) => `${file}: ${name}`)),
  ];
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  const columns = ['run', 'files', 'passed', 'failed', 'skipped', 'unstable', 'seconds'];
  const line = (row) => columns.map((key) => String(row[key])[key === 'run' ? 'padEnd' : 'padStart'](14)).join('');
  const slowest = results.toSorted((a, b) => b.seconds - a.seconds).slice(0, 20);
  return {
    lines: [
      ...[
        '',
        '== tests by run (seconds: the sum of its files)',
        line(Object.fromEntries(columns.map((key) => [key, key]))),
      ],
      ...rows.map(line),
      ...section(
        'skipped',
        skipping.map(({ file, skipped }) => `${skipped.length} of ${file}: ${skips[reasonOf(file)] ?? 'no reason'}`),
      ),
      ...section(
        'unstable: failed, and passed once more',
        results.flatMap(({ file, unstable }) => unstable.map((name) => `${file}: ${name}`)),
      ),
      ...section(
        'the twenty slowest files',
        slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`),
      ),
      ...section('failed', faults),
    ],
    passed: total('passed'),
    failed: faults.length,
  };
}

const section = (title, lines) => (lines.length > 0 ? ['', `== ${title}`, ...lines] : []);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (path) => (path && existsSync(path) ? resultsIn(readFileSync(path, 'utf8')) : []);
  const [first, again, passed, failed] = process.argv.slice(2);
  if (first === '--failed') {
    const runs = process.argv.slice(4).flatMap((run) => (run === 'others' ? others : [run]));
    for (const { file, failed } of read(again)) if (failed.length > 0 && runs.includes(runOf(file))) console.log(file);
  } else {
    const found = summary(settled(read(first), read(again)), ['quick', 'start', ...others]);
    console.log(found.lines.join('\n'));
    const all = { passed: Number(passed) + found.passed, failed: Number(failed) + found.failed };
    console.log(`\n${all.passed} passed, ${all.failed} failed`);
    process.exitCode = all.failed === 0 ? 0 : 1;
  }
}
