import { activity, type Bounds } from './propagator.js';
import type { Constraint, System } from './system.js';

/** Variables that constrain each other, and no others. */
export interface Component {
  readonly variables: readonly number[];
  readonly constraints: readonly Constraint[];
}

/** Splits what is still open: known variables and constraints that the bounds fulfil in any case bind nothing together. */
export function componentsOf({ constraints }: System, bounds: Bounds): Component[] {
  const isOpen = (variable: number) => bounds.least[variable] !== bounds.most[variable];
  const binding = constraints.filter(({ terms, least, most }) => {
    const { sumLeast, sumMost } = activity(bounds, terms);
    return sumLeast < least || sumMost > most;
  });
  const groups = new Groups(bounds.least.length);
  for (const { terms } of binding) {
    const [first, ...others] = terms.map(([variable]) => variable).filter(isOpen);
    for (const other of others) groups.join(first ?? other, other);
  }
  const variables = Map.groupBy([...bounds.least.keys()].filter(isOpen), (variable) => groups.of(variable));
  const constraintsOf = Map.groupBy(binding, ({ terms }) => {
    const open = terms.find(([variable]) => isOpen(variable));
    return open ? groups.of(open[0]) : -1;
  });
  return [...variables].map(([group, members]) => ({
    variables: members,
    constraints: constraintsOf.get(group) ?? [],
  }));
}

/** Disjoint groups of variables. */
class Groups {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index);
  }

  of(variable: number): number {
    let root = variable;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    for (let at = variable; at !== root;) {
      const next = this.#parent[at] ?? root;
      this.#parent[at] = root;
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    this.#parent[this.of(a)] = this.of(b);
  }
}
