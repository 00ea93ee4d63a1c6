/**
 * Stands in for a command of the machine, such as `docker`, in documented commands: it asks the test what to do, at
 * CONTROL_URL, and runs what that answers, with its own input and output.
 */
import { spawnSync } from 'node:child_process';

const response = await fetch(process.env.CONTROL_URL, { method: 'POST', body: JSON.stringify(process.argv.slice(2)) });
const answer = await response.json();
if (!response.ok) {
  console.error(answer.message);
  process.exitCode = 125;
} else if (answer.command) {
  const { command, args, env } = answer;
  const path = { PATH: process.env.PATH };
  process.exitCode = spawnSync(command, args, { stdio: 'inherit', env: { ...path, ...env } }).status ?? 126;
}
