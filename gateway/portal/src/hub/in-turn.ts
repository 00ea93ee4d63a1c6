/** How many questions of a page the hub answers at once: what a visitor has under way costs together no more than a bound. */
const atOnce = 3;

let underWay = 0;
const waiting: (() => void)[] = [];

/** Runs work at once, or queues it first-in, first-out while the limit of concurrent requests is reached. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (underWay < atOnce) underWay += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else underWay -= 1;
  }
}
