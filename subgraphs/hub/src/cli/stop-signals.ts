/** The user's wish to stop, as signals for the parts of a command. */
export interface StopSignals {
  readonly stop: AbortSignal;
  readonly force: AbortSignal;
}

/**
 * Listens for the user's wish to stop: Ctrl-C, the end of the terminal, or SIGTERM. A Ctrl-C after that aborts `force`.
 */
export function listenForStop(onStop: (reason: NodeJS.Signals) => void): StopSignals {
  const stop = new AbortController();
  const force = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) {
        if (name === 'SIGINT') force.abort();
        return;
      }
      onStop(name);
      stop.abort();
    });
  }
  return { stop: stop.signal, force: force.signal };
}
