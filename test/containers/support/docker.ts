import { execFileSync } from 'node:child_process';

/** Whether Docker does this. */
export function works(...args: string[]): boolean {
  try {
    execFileSync('docker', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Without a Docker engine and the images, tests in containers are skipped. */
export function canRunContainers(): boolean {
  const can = works('image', 'inspect', 'postgres:17-alpine', 'node:24-slim') && works('compose', 'version');
  if (!can) console.warn('SKIPPED: the production shape in containers (no Docker engine with its images).');
  return can;
}
