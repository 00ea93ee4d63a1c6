/** How many questions of a page the hub answers at once: what a visitor has under way costs together no more than a bound. */
const atOnce = 3;

let underWay = 0;
const waiting: (() => void)[] = [];

/** Does work at once, or when one of those that are under way is done: in the order in which it came. */
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
