import { execFileSync } from 'node:child_process';

/** Whether this machine has a Python that the programs of test/protocol run on. */
export function hasPython(): boolean {
  return runs('python3', 'import sys; sys.exit(sys.version_info < (3, 11))');
}

/** Whether this machine's Python can make virtual environments with pip without a download. */
export function hasVirtualEnvironments(): boolean {
  return hasPython() && runs('python3', 'import venv, ensurepip');
}

/**
 * A Python of this machine that has modules; undefined if none has them. Debian's packages belong to Debian's Python,
 * which need not be the first of the path.
 */
export function pythonWith(...modules: readonly string[]): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => runs(python, `import ${modules.join(', ')}`));
}

function runs(python: string, program: string): boolean {
  try {
    execFileSync(python, ['-c', program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
