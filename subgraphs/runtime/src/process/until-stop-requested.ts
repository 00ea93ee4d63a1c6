/**
 * Settles when this process must stop. Call it before anything is opened, so that no request to stop is missed. It
 * removes its listeners then: a listener on `disconnect` keeps a process with a channel alive.
 */
export function untilStopRequested(): Promise<void> {
  const reasons = ['SIGTERM', 'SIGINT', 'disconnect'] as const;
  return new Promise((resolve) => {
    const stop = () => {
      for (const reason of reasons) process.off(reason, stop);
      resolve();
    };
    for (const reason of reasons) process.on(reason, stop);
    // The parent process may have ended while the program was loading.
    if ('connected' in process && !process.connected) stop();
  });
}
