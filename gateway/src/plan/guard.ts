import { type DirectiveNode, Kind, type SelectionNode } from 'graphql';

/** A variable that must be true, by its name; false where a `!` stands before it. */
export type Literal = string;

/** Literals that must all hold, in their order; none: it always holds. */
export type Conjunction = readonly Literal[];

/** When something of an operation is asked for: if any of the conjunctions holds. */
export type Guard = readonly Conjunction[];

/** The guard of what is asked for whatever the variables say. */
export const always: Guard = [[]];

/** More alternatives than these are not kept apart: what they guard is asked for always, and a caller is told no more. */
const maxAlternatives = 32;

/** Whether a guard holds whatever the variables say. */
export function isAlways(guard: Guard): boolean {
  return guard.some((conjunction) => conjunction.length === 0);
}

/**
 * What `@skip` and `@include` of a selection demand; undefined where they leave it out whatever the variables say.
 * @see https://spec.graphql.org/September2025/#sec--skip
 */
export function conditionsOf({ directives }: SelectionNode): Conjunction | undefined {
  let all: Conjunction | undefined = [];
  for (const directive of directives ?? []) {
    const literal = literalOf(directive);
    if (literal === false) return undefined;
    if (literal !== true) all = all && both(all, [literal]);
  }
  return all;
}

/** A literal; a boolean where it is decided, true too for directives that are no condition. */
function literalOf({ name, arguments: given }: DirectiveNode): Literal | boolean {
  const wanted = name.value === 'include';
  if (!wanted && name.value !== 'skip') return true;
  const value = given?.find((one) => one.name.value === 'if')?.value;
  if (value?.kind === Kind.VARIABLE) return wanted ? value.name.value : negated(value.name.value);
  return value?.kind === Kind.BOOLEAN ? value.value === wanted : true;
}

function negated(literal: Literal): Literal {
  return isNegative(literal) ? variableOf(literal) : `!${literal}`;
}

/** Whether a literal's variable must be false. */
export function isNegative(literal: Literal): boolean {
  return literal.startsWith('!');
}

/** The name of a literal's variable. */
export function variableOf(literal: Literal): string {
  return literal.replace('!', '');
}

/** What holds where both do; undefined where they contradict each other. */
export function both(one: Conjunction, other: Conjunction): Conjunction | undefined {
  if (one.length === 0 || other.length === 0) return one.length === 0 ? other : one;
  const all = [...new Set([...one, ...other])].sort();
  return all.some((literal) => all.includes(negated(literal))) ? undefined : all;
}

/** What is left to hold where some literals are known to; undefined where it cannot hold. */
export function assuming(conjunction: Conjunction, known: Conjunction): Conjunction | undefined {
  if (known.length === 0 || conjunction.length === 0) return conjunction;
  if (conjunction.some((literal) => known.includes(negated(literal)))) return undefined;
  return conjunction.filter((literal) => !known.includes(literal));
}

/** The literals that hold wherever a guard does. */
export function commonTo([first = [], ...others]: Guard): Conjunction {
  return first.filter((literal) => others.every((other) => other.includes(literal)));
}

/** The guard that holds where any of some do, without what another says already. */
export function either(...guards: readonly Guard[]): Guard {
  if (guards.some(isAlways)) return always;
  let all: Conjunction[] = [];
  for (const conjunction of guards.flat()) {
    if (all.some((known) => isWithin(known, conjunction))) continue;
    all = [...all.filter((known) => !isWithin(conjunction, known)), conjunction];
  }
  for (const [index, one] of all.entries()) {
    const other = all.findIndex((candidate, at) => at > index && differsInOne(one, candidate));
    const rest = all[other];
    // `a and b` or `a and not b` is `a`.
    if (rest) {
      const shared = one.filter((literal) => rest.includes(literal));
      return either(
        all.filter((_, at) => at !== index && at !== other),
        [shared],
      );
    }
  }
  return all.length > maxAlternatives ? always : all;
}

/** Where a guard holds and another does not. */
export function except(guard: Guard, other: Guard): Guard {
  return other.reduce<Guard>(
    (left, conjunction) =>
      either(left.flatMap((one) => conjunction.flatMap((literal) => optional(both(one, [negated(literal)]))))),
    guard,
  );
}

function optional(conjunction: Conjunction | undefined): Guard {
  return conjunction ? [conjunction] : [];
}

/** Whether all literals of one conjunction are among another's. */
function isWithin(one: Conjunction, other: Conjunction): boolean {
  return one.every((literal) => other.includes(literal));
}

function differsInOne(one: Conjunction, other: Conjunction): boolean {
  if (one.length !== other.length) return false;
  const own = one.filter((literal) => !other.includes(literal));
  return own.length === 1 && other.includes(negated(own[0] as Literal));
}

/** The names of the variables that a guard reads. */
export function variablesOf(guard: Guard): string[] {
  return [...new Set(guard.flat().map(variableOf))];
}

/** Tells whether a guard holds; undefined where it always does. */
export function guardTest(guard: Guard): ((variables: Readonly<Record<string, unknown>>) => boolean) | undefined {
  if (isAlways(guard)) return undefined;
  const conjunctions = guard.map((conjunction) =>
    conjunction.map((literal) => ({ name: variableOf(literal), wanted: !isNegative(literal) })),
  );
  return (variables) =>
    conjunctions.some((all) => all.every(({ name, wanted }) => (variables[name] === true) === wanted));
}
