import { demoFirstDay, demoLastDay, type Random } from '@hub/kit';

/** A day on which something happened: the later the likelier, as the movement grew. */
export function activityDay(random: Random, first = demoFirstDay, last = demoLastDay): string {
  const [one, other] = [random.day(first, last), random.day(first, last)];
  return one > other ? one : other;
}
