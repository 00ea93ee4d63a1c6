import type { FastifyBaseLogger } from 'fastify';

/** How often files are looked at, in milliseconds: as a supergraph's. */
const intervalMs = 1000;

/**
 * Looks at files each second and on SIGHUP, one look after the other. Where a look fails, the log is told once of the
 * same fault.
 * @param fault what the log is told then.
 * @returns a function that ends this.
 */
export function lookRegularly(
  look: () => Promise<void>,
  log: Pick<FastifyBaseLogger, 'error'>,
  fault: string,
): () => void {
  let told = '';
  let turn: Promise<void> = Promise.resolve();
  const lookInTurn = () => {
    turn = turn.then(look).then(
      () => {
        told = '';
      },
      (error: unknown) => {
        const { message } = error as Error;
        if (message !== told) log.error({ err: error }, fault);
        told = message;
      },
    );
  };
  const timer = setInterval(lookInTurn, intervalMs).unref();
  process.on('SIGHUP', lookInTurn);
  return () => {
    clearInterval(timer);
    process.off('SIGHUP', lookInTurn);
  };
}
