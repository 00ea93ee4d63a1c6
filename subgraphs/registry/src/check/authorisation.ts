import type { Finding, SubgraphSchema } from '@hub/protocol';
import type { ConstDirectiveNode } from 'graphql';

/** The demand on a caller: all conditions of one alternative. An alternative without conditions is open to everyone. */
type Demand = readonly ReadonlySet<string>[];

/** Finds the types and fields that a caller with fewer rights may see than before. */
export function weakerAuthorisation(former: SubgraphSchema, candidate: SubgraphSchema): Finding[] {
  const findings: Finding[] = [];
  const tell = (coordinate: string, before: Demand, now: Demand, line?: number, column?: number) => {
    const message = `${coordinate} demanded ${shown(before)}, and would demand ${shown(now)}.`;
    findings.push({ code: 'AUTHORISATION_WEAKER', severity: 'ERROR', message, coordinate, line, column });
  };
  for (const [name, type] of candidate.types) {
    const before = former.types.get(name);
    if (!before) continue;
    const [ofTypeBefore, ofType] = [demandOf(former, before.directives), demandOf(candidate, type.directives)];
    const formerFields = new Map(before.fields.map((field) => [field.name.value, field]));
    const weaker = type.fields.flatMap((field) => {
      const formerField = formerFields.get(field.name.value);
      if (!formerField) return [];
      const whole = both(ofTypeBefore, demandOf(former, formerField.directives));
      const now = both(ofType, demandOf(candidate, field.directives));
      return isWeaker(whole, now) ? [{ field, before: whole, now }] : [];
    });
    // A demand that the type itself dropped is reported once, not for each of its fields.
    const isOfType = isWeaker(ofTypeBefore, ofType) && (weaker.length > 0 || type.fields.length === 0);
    const { line, column } = type.nodes[0]?.loc?.startToken ?? {};
    if (isOfType) tell(name, ofTypeBefore, ofType, line, column);
    for (const { field, before: whole, now } of weaker) {
      const own = demandOf(former, formerFields.get(field.name.value)?.directives);
      if (isOfType && !isWeaker(own, demandOf(candidate, field.directives))) continue;
      const { line: at, column: from } = field.loc?.startToken ?? {};
      tell(`${name}.${field.name.value}`, whole, now, at, from);
    }
  }
  return findings;
}

/** The combined demand of the directives on one place. */
function demandOf(schema: SubgraphSchema, directives: readonly ConstDirectiveNode[] | undefined): Demand {
  const authenticated: Demand =
    schema.applied('authenticated', directives).length > 0 ? [new Set(['a signed-in caller'])] : anybody;
  // A caller with a scope has signed in.
  const scopes = schema
    .applied('requiresScopes', directives)
    .map((one) => alternatives(one['scopes'], 'a signed-in caller'));
  const policies = schema.applied('policy', directives).map((one) => alternatives(one['policies']));
  return [authenticated, ...scopes, ...policies].reduce(both);
}

const anybody: Demand = [new Set()];

function alternatives(given: unknown, ...implied: string[]): Demand {
  if (!Array.isArray(given)) return anybody;
  return given.map((all) => new Set(Array.isArray(all) ? [...implied, ...all.map(String)] : []));
}

function both(one: Demand, other: Demand): Demand {
  return one.flatMap((first) => other.map((second) => new Set([...first, ...second])));
}

/** Whether a caller can meet the new demand and not the former: a new alternative includes none of the former ones. */
function isWeaker(before: Demand, now: Demand): boolean {
  return now.some((alternative) => !before.some((former) => [...former].every((one) => alternative.has(one))));
}

function shown(demand: Demand): string {
  if (demand.some(({ size }) => size === 0)) return 'nothing';
  return demand.map((all) => [...all].join(' and ')).join(', or ');
}
