import type { SystemUser } from './system-user.js';

/**
 * Runs a program as a child of the shell, and stops it when the shell's parent ends in any way, which closes the pipe
 * from it. SIGTERM also stops it, with PostgreSQL's "fast" shutdown.
 */
const script = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
trap 'kill -INT $program' TERM INT
{ read -r line; kill -INT $program; } <&3 2>/dev/null &
watch=$!
exec 3<&-
wait $program; code=$?
while kill -0 $program 2>/dev/null; do wait $program; code=$?; done
kill $watch 2>/dev/null
exit $code
`;

/**
 * Environment variables of the dynamic loader, passed on so that PostgreSQL has the same (possibly faked) clock as the
 * hub's programs.
 */
const preloaded = ['LD_PRELOAD', 'FAKETIME', 'FAKETIME_DONT_FAKE_MONOTONIC', 'FAKETIME_DISABLE_SHM', 'NO_FAKE_STAT'];

/** Starts one of PostgreSQL's programs so that it ends when its standard input closes. */
export function guarded(
  program: string,
  args: readonly string[],
  user: SystemUser | undefined,
): {
  readonly executable: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly user: SystemUser | undefined;
} {
  return {
    executable: 'sh',
    args: ['-c', script, 'postgres-guard', program, ...args],
    environment: {
      ...Object.fromEntries(preloaded.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      ...{ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    },
    user,
  };
}
