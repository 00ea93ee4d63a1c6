import { execFileSync } from 'node:child_process';

/** Whether this machine has a Python that the programs of test/protocol run on. */
export function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
