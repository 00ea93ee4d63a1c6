import { Kind, type SelectionSetNode } from 'graphql';
import type { Fetch } from '../plan.js';
import type { Node } from './known-data.js';
import type { PlanRun } from './plan-run.js';
import { type Conditions, fieldsOf, type Operation } from './selection.js';

/**
 * Finds where a plan breaks what the kind of its operation demands: a mutation's fields take effect one after another,
 * each answered whole before the next (https://spec.graphql.org/September2025/#sec-Normal-and-Serial-Execution); a
 * subscription has one stream, and the rest is fetched for each of its events.
 */
export function kindFaults(operation: Operation, run: PlanRun, conditions: Conditions): string[] {
  const kind: string = operation.definition.operation;
  const ofKind = run.fetches.filter((fetch) => fetch.kind === kind);
  const atRoot = run.fetches.filter(({ lookups, place }) => lookups.length === 0 && place.length === 0);
  if (kind === 'query') {
    // Below the root, a field may give the root of mutations.
    return atRoot.some((fetch) => fetch.kind !== kind) ? ['a query is fetched by another kind of operation'] : [];
  }
  const faults = ofKind.some((fetch) => !atRoot.includes(fetch)) ? [`a ${kind} is sent below the root`] : [];
  if (atRoot.some((fetch) => fetch.kind !== kind)) faults.push(`the root of a ${kind} is asked by another operation`);
  if (kind === 'subscription') {
    const [first] = ofKind;
    if (ofKind.length > 1) faults.push('a subscription has several streams');
    const rest = run.fetches.filter((fetch) => fetch !== first);
    if (first && rest.some((fetch) => !run.isBefore(first, fetch))) faults.push('a fetch does not wait for its event');
    return faults;
  }
  return [...faults, ...serialFaults(operation, run, conditions)];
}

function serialFaults({ definition, fragments }: Operation, run: PlanRun, conditions: Conditions): string[] {
  const { type } = run.root.thing;
  const selecting = { fragments, conditions, applies: (condition: string) => condition === type };
  const keys = [...fieldsOf([definition.selectionSet], selecting)].flatMap(([key, [field]]) =>
    field?.name.value === '__typename' ? [] : [key],
  );
  const faults: string[] = [];
  const touching = keys.map((key) => touchedBy(run.root, key));
  for (const [index, key] of keys.entries()) {
    const effects = run.root.slots.get(key)?.givenBy.size ?? 0;
    if (effects > 1) faults.push(`the mutation ${key} takes effect more than once`);
    for (const [later, next] of keys.entries()) {
      if (later <= index) continue;
      for (const first of touching[index] ?? []) {
        for (const second of touching[later] ?? []) {
          if (first === second ? !isInOrder(first, key, next, conditions) : !run.isBefore(first, second))
            faults.push(`the mutation ${next} does not wait for all of ${key}`);
        }
      }
    }
  }
  return faults;
}

/** The fetches that give a root field, or something below it. */
function touchedBy(root: Node, key: string): Set<Fetch> {
  const fetches = new Set<Fetch>();
  const slot = root.slots.get(key);
  for (const fetch of slot?.givenBy ?? []) fetches.add(fetch);
  const below = (node: Node): void => {
    for (const fetch of node.givenBy) fetches.add(fetch);
    for (const inner of node.slots.values()) {
      for (const fetch of inner.givenBy) fetches.add(fetch);
      for (const each of inner.nodes.values()) below(each);
    }
  };
  for (const node of slot?.nodes.values() ?? []) below(node);
  return fetches;
}

/** Whether one fetch asks for two root fields in order. */
function isInOrder({ operation, renames }: Fetch, first: string, second: string, conditions: Conditions): boolean {
  const sets: SelectionSetNode[] = [];
  const fragments = new Map<
    string,
    Extract<(typeof operation.definitions)[number], { kind: Kind.FRAGMENT_DEFINITION }>
  >();
  for (const definition of operation.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) sets.push(definition.selectionSet);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const asked = [...fieldsOf(sets, { fragments, conditions, applies: () => true }).keys()];
  const inData = asked.map((key) => {
    const renamed = renames.find(({ path }) => path.length === 1 && path[0] && 'key' in path[0] && path[0].key === key);
    return renamed?.to ?? key;
  });
  return inData.indexOf(first) < inData.indexOf(second);
}
