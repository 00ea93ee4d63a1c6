/** Most concurrent requests of a page: the hub limits the total cost of a visitor's concurrent requests. */
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
