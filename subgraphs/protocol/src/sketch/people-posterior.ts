/** How probable numbers of people are: of some that follow each other by a step, from the first on; the sum is 1. */
export interface Posterior {
  readonly first: number;
  readonly step: number;
  readonly masses: readonly number[];
}

/** The posterior of a flat prior on whole numbers, `step` by `step` from the first to the last. */
export function posteriorOf(
  likelihood: (people: number) => number,
  { first, last, step = 1 }: { readonly first: number; readonly last: number; readonly step?: number },
): Posterior {
  const masses: number[] = [];
  for (let people = first; people <= last; people += step) masses.push(likelihood(people));
  return ofSumOne({ first, step, masses });
}

/** Adds an independent number of people, given only by its probabilities. */
export function withChances({ first, step, masses }: Posterior, more: Posterior): Posterior {
  const from = Math.round(more.first / step);
  const until = Math.round((more.first + (more.masses.length - 1) * more.step) / step);
  const chances = Array.from({ length: until - from + 1 }, () => 0);
  for (const [index, mass] of more.masses.entries()) {
    chances[Math.round((more.first + index * more.step) / step) - from]! += mass;
  }
  const sums = Array.from({ length: masses.length + chances.length - 1 }, () => 0);
  for (const [index, mass] of masses.entries()) {
    for (const [further, chance] of chances.entries()) sums[index + further]! += mass * chance;
  }
  return { first: first + from * step, step, masses: sums };
}

/** Cuts a posterior to bounds; if no probability is left, only the nearer bound has one. */
export function within({ first, step, masses }: Posterior, lower: number, upper: number): Posterior {
  const from = Math.max(0, Math.ceil((lower - first) / step - 1e-9));
  const to = Math.min(masses.length - 1, Math.floor((upper - first) / step + 1e-9));
  const kept = masses.slice(from, to + 1);
  if (kept.some((mass) => mass > 0)) return ofSumOne({ first: first + from * step, step, masses: kept });
  const middle = first + (step * masses.length) / 2;
  return { first: middle < lower ? lower : upper, step: 1, masses: [1] };
}

/** The mean of a posterior. */
export function meanOf({ first, step, masses }: Posterior): number {
  return masses.reduce((sum, mass, index) => sum + mass * (first + index * step), 0);
}

/** The least number to which a part of the mass comes. */
export function pointOf({ first, step, masses }: Posterior, part: number): number {
  let sum = 0;
  const index = masses.findIndex((mass) => (sum += mass) >= part - 1e-12);
  return first + (index < 0 ? masses.length - 1 : index) * step;
}

function ofSumOne({ first, step, masses }: Posterior): Posterior {
  const sum = masses.reduce((all, mass) => all + mass, 0);
  return { first, step, masses: masses.map((mass) => mass / sum) };
}
