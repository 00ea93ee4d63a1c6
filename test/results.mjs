/** Jest reporter: adds to the file HUB_TEST_RESULTS a line of JSON for each test file. `test/summary.mjs` reads them. */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

export default class Results {
  onTestFileResult({ path }, { perfStats, testResults, testExecError }) {
    const results = process.env.HUB_TEST_RESULTS;
    if (!results) return;
    const named = (status) => testResults.filter((one) => one.status === status).map((one) => one.fullName);
    const line = {
      file: relative(process.cwd(), path),
      seconds: (perfStats.end - perfStats.start) / 1000,
      passed: named('passed').length,
      failed: testExecError ? ['(the file did not run)', ...named('failed')] : named('failed'),
      skipped: named('pending'),
    };
    appendFileSync(results, `${JSON.stringify(line)}\n`);
  }
}
