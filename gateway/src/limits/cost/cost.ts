/** The values of an operation's variables: coerced, with their defaults. */
export type Variables = Readonly<Record<string, unknown>>;

/** A cost: a number if it is the same for all variables. */
export type Cost = number | ((variables: Variables) => number);

/** A cost for some variables. */
export function costFor(cost: Cost, variables: Variables): number {
  return typeof cost === 'number' ? cost : cost(variables);
}

/** The sum of costs; the part without variables is added up once. */
export function sum(costs: readonly Cost[]): Cost {
  let constant = 0;
  const variable: ((variables: Variables) => number)[] = [];
  for (const cost of costs) {
    if (typeof cost === 'number') constant += cost;
    else variable.push(cost);
  }
  if (variable.length === 0) return constant;
  return (variables) => variable.reduce((total, cost) => total + cost(variables), constant);
}

/** A cost times the length of a list. */
export function times(length: Cost, cost: Cost): Cost {
  if (length === 1) return cost;
  if (typeof length === 'number' && typeof cost === 'number') return length * cost;
  return (variables) => costFor(length, variables) * costFor(cost, variables);
}

/** The largest of several costs. */
export function most(costs: readonly Cost[]): Cost {
  const [first = 0, ...others] = costs;
  if (others.length === 0) return first;
  if (costs.every((cost) => typeof cost === 'number')) return Math.max(...costs);
  return (variables) => Math.max(...costs.map((cost) => costFor(cost, variables)));
}
