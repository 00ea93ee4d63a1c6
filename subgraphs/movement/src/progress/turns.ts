/** How many values are made before others have a turn. */
const slice = 25;

/** Makes values a few at a time, in order, so that nobody else waits until all of them are there. */
export function inTurns<From, To>(from: readonly From[], make: (from: From) => To): Promise<To>[] {
  let turn: Promise<unknown> = Promise.resolve();
  return from.map((one, index) => {
    if (index > 0 && index % slice === 0) turn = turn.then(() => new Promise((resolve) => setImmediate(resolve)));
    return turn.then(() => make(one));
  });
}
