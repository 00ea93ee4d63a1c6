import { type Cell, countStep, ReleaseFault, slack } from '@hub/protocol';

/**
 * Refuses a release with a figure that disclosure control cannot have made: counts are rounded down to ten, and leave ten
 * values at least.
 * @throws ReleaseFault `NOT_ROUNDED`, which names the first such cell.
 */
export function refuseUnrounded(cells: readonly Cell[]): void {
  const found = cells.find(
    ([, , , , people, atMost, occurrences]) =>
      people % countStep !== 0 || occurrences % countStep !== 0 || atMost - people < slack,
  );
  if (!found) return;
  const [goal, place, , month, people, atMost, occurrences] = found;
  const got = `${people} to ${atMost} people and ${occurrences} occurrences`;
  throw new ReleaseFault(
    'NOT_ROUNDED',
    `Expected counts that are rounded down to ${countStep} and leave ${countStep} values, but got ${got} for ${goal} in ${place} of ${month}.`,
  );
}
