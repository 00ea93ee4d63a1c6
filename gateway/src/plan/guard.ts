import { type DirectiveNode, Kind, type SelectionNode } from 'graphql';

/** The name of a variable that must be true; with `!` before it, one that must be false. */
export type Literal = string;

/** Literals that must all hold, sorted; an empty list always holds. */
export type Conjunction = readonly Literal[];

/** The condition of a selection: at least one conjunction holds. */
export type Guard = readonly Conjunction[];

/** The guard that always holds. */
export const always: Guard = [[]];

/**
 * The maximum number of alternatives. Above it, the guarded fields are always fetched; the caller's response does not
 * change.
 */
const maxAlternatives = 32;

/** Whether a guard holds for all variables. */
export function isAlways(guard: Guard): boolean {
  return guard.some((conjunction) => conjunction.length === 0);
}

/**
 * The condition of a selection's `@skip` and `@include`; undefined if it never holds.
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

/** The literal of a directive; a boolean if constant, and true for other directives. */
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

/** The conjunction of two conjunctions; undefined if they contradict each other. */
export function both(one: Conjunction, other: Conjunction): Conjunction | undefined {
  if (one.length === 0 || other.length === 0) return one.length === 0 ? other : one;
  const all = [...new Set([...one, ...other])].sort();
  return all.some((literal) => all.includes(negated(literal))) ? undefined : all;
}

/** The rest of a conjunction if the known literals hold; undefined if it cannot hold. */
export function assuming(conjunction: Conjunction, known: Conjunction): Conjunction | undefined {
  if (known.length === 0 || conjunction.length === 0) return conjunction;
  if (conjunction.some((literal) => known.includes(negated(literal)))) return undefined;
  return conjunction.filter((literal) => !known.includes(literal));
}

/** The literals that hold whenever a guard holds. */
export function commonTo([first = [], ...others]: Guard): Conjunction {
  return first.filter((literal) => others.every((other) => other.includes(literal)));
}

/** The guard that holds if any of the given guards holds, simplified. */
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

/** The guard that holds where `guard` holds and `other` does not. */
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

/** Whether another conjunction contains all literals of one. */
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

/** Makes the test of a guard; undefined if the guard always holds. */
export function guardTest(guard: Guard): ((variables: Readonly<Record<string, unknown>>) => boolean) | undefined {
  if (isAlways(guard)) return undefined;
  const conjunctions = guard.map((conjunction) =>
    conjunction.map((literal) => ({ name: variableOf(literal), wanted: !isNegative(literal) })),
  );
  return (variables) =>
    conjunctions.some((all) => all.every(({ name, wanted }) => (variables[name] === true) === wanted));
}
