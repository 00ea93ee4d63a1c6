import { TimeSlice } from './time-slice.js';

/** Runs long work step by step, and lets other work run between two steps. */
export async function inTurns<Done>(steps: Generator<void, Done>): Promise<Done> {
  const slice = new TimeSlice();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (slice.isOver) await slice.next();
  }
}
