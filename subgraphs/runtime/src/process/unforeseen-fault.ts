/** How long a process that stops after a fault may take, in milliseconds; then it ends, whatever is under way. */
const stopMs = 30_000;

/**
 * Settles at the first error that nothing handles, so that the process stops in order and not in the middle of others'
 * requests. What it did when the error came is not known to be whole: it must not go on. Its exit code is 1. Where the log
 * cannot be written for want of space, it ends at once: pino tries again for ever, also when the process exits.
 * @param tell logs each such error.
 */
export function unforeseenFault(tell: (error: unknown) => void): Promise<void> {
  return new Promise((stop) => {
    process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOSPC') process.kill(process.pid, 'SIGKILL');
      tell(error);
      process.exitCode = 1;
      setTimeout(() => process.exit(1), stopMs).unref();
      stop();
    });
  });
}
