/**
 * Moves the clock of a program that Node runs with `--import` of this file, and of the programs that it starts: by
 * `TEST_CLOCK_AHEAD_MS`. Timers run as ever.
 */
const ahead = Number(process.env.TEST_CLOCK_AHEAD_MS ?? 0);
const Real = globalThis.Date;
const now = () => Real.now() + ahead;

globalThis.Date = new Proxy(Real, {
  apply: () => new Real(now()).toString(),
  construct: (target, given, made) =>
    given.length === 0 ? Reflect.construct(target, [now()], made) : Reflect.construct(target, given, made),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
