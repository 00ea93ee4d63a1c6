import { createRandom, type Random } from '@hub/demo';
import { DigitalSkillGroup } from '@hub/kit';
import type { DemoClass } from './classes.js';

/** Days of each school year's lessons, and the number of lessons of a class. */
export const years = {
  '2025-2026': { first: '2025-10-01', last: '2026-05-20', count: 2 },
  '2026-2027': { first: '2026-09-15', last: '2026-10-25', count: 1 },
} as const;

/** Lessons of every class, attended by nearly all of its pupils. */
export function* demoLessons(classes: readonly DemoClass[]) {
  const random = createRandom('education lessons');
  let number = 0;
  for (const { code, placement, stays } of classes) {
    const { first, last, count } = years[placement.schoolYear as keyof typeof years];
    for (let index = 0; index < count; index += 1) {
      const heldOn = random.day(first, last);
      const pupils = stays.filter(({ from, until }) => from <= heldOn && heldOn <= until).length;
      const attendances = Math.max(0, pupils - random.integer(0, 3));
      if (attendances === 0) continue;
      number += 1;
      yield [`DSL-${String(number).padStart(5, '0')}`, code, heldOn, groups(random), attendances];
    }
  }
}

/** Some groups of skills. */
export function groups(random: Random): string {
  const all = Object.values(DigitalSkillGroup);
  return [...new Set([random.pick(all), random.pick(all)])].join(';');
}
