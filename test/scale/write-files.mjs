/** Writes the files of the province at full size, each organisation's by its own generator; what is there stays. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { secondsSince } from './clock.mjs';

/** The organisations with files, the largest last, so that the remaining time is soon known. */
const organisations = [
  'identity',
  'movement',
  'university',
  'public-sector',
  'womens-union',
  'youth-union',
  'education',
];

/**
 * @param share the share of the people.
 * @param folder gets a folder for each organisation; a folder of another share is written again.
 */
export async function writeFiles(root, folder, share) {
  for (const [place, code] of organisations.entries()) {
    const [home, done] = [join(folder, code), join(folder, `${code}.written`)];
    if (existsSync(done) && readFileSync(done, 'utf8') === String(share)) continue;
    const began = performance.now();
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    const program = join(root, 'subgraphs', code, 'dist', 'main.js');
    const writer = spawn(process.execPath, [program, 'scale', String(share), home], { stdio: 'inherit' });
    const [exitCode] = await once(writer, 'exit');
    if (exitCode !== 0) throw new Error(`The files of ${code} were not written.`);
    writeFileSync(done, String(share));
    const left = organisations.length - place - 1;
    console.log(`${code}: its files are written, in ${secondsSince(began)}; ${left} organisations to go.`);
  }
}
