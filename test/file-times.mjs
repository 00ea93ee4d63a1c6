/** Jest reporter: adds to the file HUB_FILE_TIMES a line for each test file, with how many milliseconds it took. */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

export default class FileTimes {
  onTestFileResult({ path }, { perfStats }) {
    const file = process.env.HUB_FILE_TIMES;
    if (file) appendFileSync(file, `${perfStats.end - perfStats.start}\t${relative(process.cwd(), path)}\n`);
  }
}
