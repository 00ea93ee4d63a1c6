/** How long a process may take to stop after a fault, in milliseconds; then it ends at once. */
const stopMs = 30_000;

/**
 * Settles at the first unhandled error, so that the process stops in order and not in the middle of requests. The
 * process's state is uncertain after the error: it must not continue. Its exit code is 1. Where the disk is too full
 * for the log, it ends at once: pino retries for ever, even when the process exits.
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
