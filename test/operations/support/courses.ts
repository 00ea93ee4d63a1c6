import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file of courses for a university that knows the published goals alone: the demonstration's, without its own goal. */
export function coursesFile(): string {
  const shipped = readFileSync(new URL('../../../subgraphs/university/demo/courses.csv', import.meta.url), 'utf8');
  const file = join(mkdtempSync(join(tmpdir(), 'courses-')), 'courses.csv');
  writeFileSync(file, shipped.replace(/^.*,DEMO_.*\n?/gm, ''));
  return file;
}
