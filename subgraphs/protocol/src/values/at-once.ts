/** Goes at once through work that is made of steps. */
export function atOnce<Done>(steps: Generator<void, Done>): Done {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
