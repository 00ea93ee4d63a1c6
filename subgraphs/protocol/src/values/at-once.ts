/** Runs all steps of some work at once. */
export function atOnce<Done>(steps: Generator<void, Done>): Done {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
