/** How often the clock looks at the time, in milliseconds. */
const stepMs = 20;

/** The most that one step counts, in milliseconds. */
const mostOfStep = 2 * stepMs;

let own = 0;
let lookedAt = 0;
let timer: NodeJS.Timeout | undefined;

/**
 * Milliseconds in which this process's event loop turned. Time does not count while the process is busy, or the machine
 * is busy with other processes, so that a limit in this time does not blame another part for it.
 */
export function loopNow(): number {
  const now = performance.now();
  if (timer === undefined) {
    lookedAt = now;
    timer = setInterval(look, stepMs).unref();
  }
  return own + Math.min(now - lookedAt, mostOfStep);
}

function look(): void {
  const now = performance.now();
  own += Math.min(now - lookedAt, mostOfStep);
  lookedAt = now;
}

/**
 * Calls a function after some of this process's own time.
 * @returns a function that cancels the call.
 */
export function afterLoopTime(milliseconds: number, over: () => void): () => void {
  const ends = loopNow() + milliseconds;
  let waiting: NodeJS.Timeout;
  const wait = () => {
    const left = ends - loopNow();
    if (left <= 0) over();
    else waiting = setTimeout(wait, Math.ceil(left));
  };
  wait();
  return () => {
    clearTimeout(waiting);
  };
}
