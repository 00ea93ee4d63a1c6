import { Cancellation } from '../base/cancellation.js';

/**
 * Ends work at a deadline, or when its caller leaves, whichever is first.
 * @param deadline on the clock of `performance.now()`.
 * @param work is cancelled in both cases.
 * @param onDeadline makes the error with which it fails at the deadline.
 */
export function withDeadline<V>(
  deadline: number,
  caller: Cancellation | undefined,
  work: (cancellation: Cancellation) => Promise<V>,
  onDeadline: () => Error,
): Promise<V> {
  const cancellation = new Cancellation();
  const stopListening = caller?.onCancel(() => {
    cancellation.cancel();
  });
  return new Promise<V>((done, failed) => {
    const timer = setTimeout(() => {
      failed(onDeadline());
      cancellation.cancel();
    }, deadline - performance.now());
    const end = () => {
      clearTimeout(timer);
      stopListening?.();
    };
    const working = work(cancellation);
    working.then(done, failed);
    working.then(end, end);
  });
}
