/**
 * Settles when this process is to stop. To be called before anything is opened, so that nothing is missed meanwhile.
 * It stops listening then: a listener on `disconnect` alone keeps a process with a channel alive.
 */
export function untilStopRequested(): Promise<void> {
  const reasons = ['SIGTERM', 'SIGINT', 'disconnect'] as const;
  return new Promise((resolve) => {
    const stop = () => {
      for (const reason of reasons) process.off(reason, stop);
      resolve();
    };
    for (const reason of reasons) process.on(reason, stop);
    // The process that started this one may have gone while the program was still being read.
    if ('connected' in process && !process.connected) stop();
  });
}
