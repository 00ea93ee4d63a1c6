import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Unmet } from './check.js';
import type { TrialStep } from './trial.js';
import type { TrialFiles } from './trial-files.js';

/** Exit status of a program whose organisation does not support the step (EX_USAGE). */
const doesNot = 64;

/** The program's arguments. A citizen's number is never one of them: the program reads it from standard input. */
function wordsOf(step: TrialStep, files: TrialFiles): readonly string[] {
  switch (step.what) {
    case 'take':
      return ['take', files.people[step.file - 1] ?? ''];
    case 'release':
      return ['release', step.through];
    case 'withdraw':
      return ['withdraw', String(step.number)];
    case 'rotate-pseudonyms':
      return ['rotate-pseudonyms', files.nextPseudonymKey];
    case 'erase':
    case 'rotate-signing-key':
      return [step.what];
  }
}

/**
 * Does the steps of a trial by a program of the organisation. The last arguments are the step's name and its object.
 * Exit status 0: the step is done; 64: the organisation does not support the step.
 * @throws Unmet on any other exit status.
 */
export function stepProgram(command: string, files: TrialFiles, folder: string): (step: TrialStep) => Promise<boolean> {
  return async (step) => {
    const words = wordsOf(step, files);
    const child = spawn('sh', ['-c', `${command} "$@"`, 'sh', ...words], {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(step.what === 'erase' ? `${step.number}\n` : '');
    const [said, [exitCode]] = await Promise.all([
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null, string | null]>,
    ]);
    if (exitCode === doesNot) return false;
    if (exitCode === 0) return true;
    throw new Unmet(
      `the step "${words.join(' ')}"`,
      `exit code ${exitCode ?? 'none'}\n${said.slice(-600)}`,
      `exit code 0, or ${doesNot} where the organisation does no such thing`,
    );
  };
}
