import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runDocumented } from '../../operations/support/documented-commands.js';
import { freePort } from '../../support/free-port.js';

const port = await freePort();
const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

/** Where the gateway of a hub in containers answers. */
export const url = `http://127.0.0.1:${port}`;

/** The files that make up each of the two shapes in which Compose runs the hub. */
export const files = {
  production: ['docker-compose.yml'],
  demonstration: ['docker-compose.yml', 'docker-compose.demonstration.yml'],
};

/** The settings with which Compose runs one of the two shapes, each a project with separate volumes. */
const environmentOf = (shape: keyof typeof files) => ({
  ...process.env,
  GATEWAY_PORT: String(port),
  COMPOSE_PROJECT_NAME: `hub-test-${shape}`,
  COMPOSE_FILE: files[shape].join(':'),
});

/** Runs `docker compose` in one of the two shapes. */
export function composeIn(shape: keyof typeof files, args: readonly string[], folder = root) {
  const options = { cwd: folder, env: environmentOf(shape), maxBuffer: 64 * 1024 * 1024 };
  return run('docker', ['compose', ...args], options);
}

/** Runs a documented command, and gives what it prints. */
export async function documented(
  name: string,
  shape: keyof typeof files,
  folder = root,
  settings = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runDocumented(name, folder, { ...environmentOf(shape), ...settings });
  if (exitCode === 0) return stdout;
  throw new Error(`${name} ended with ${exitCode}:\n${stdout}\n${stderr}\n${await saidByFailed(shape, folder)}`);
}

/** The last that each container said which ended with a failure. */
async function saidByFailed(shape: keyof typeof files, folder: string): Promise<string> {
  const { stdout } = await composeIn(shape, ['ps', '--all', '--format', '{{.Service}} {{.ExitCode}}'], folder);
  const failed = stdout.split('\n').flatMap((line) => /^(\S+) [1-9]/.exec(line)?.[1] ?? []);
  return failed.length === 0 ? '' : (await composeIn(shape, ['logs', '--tail', '20', ...failed], folder)).stdout;
}
