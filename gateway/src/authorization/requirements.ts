import type { Supergraph } from '../supergraph/supergraph.js';
import { refuseReachingThrough } from './required-fields.js';
import { imply, type Requirement } from './requirement.js';

/** What a supergraph demands of those who ask for its types and fields. All that apply must be met. */
export interface Requirements {
  /** Nothing in the supergraph demands anything. */
  readonly isEmpty: boolean;
  /** What an object type, scalar or enum demands. Equal requirements are one object. */
  readonly ofType: (type: string) => readonly Requirement[];
  /** What a field of an object type demands, apart from its type and the one it returns. */
  readonly ofField: (type: string, field: string) => readonly Requirement[];
  /** Where fields demand more than elsewhere, since they are asked of single communes. */
  readonly atFinerLevel?: {
    /** Whether a field leads there, given arguments of some names. */
    readonly isReachedBy: (type: string, field: string, given: readonly string[]) => boolean;
    /** Whether all below objects of a type is there. */
    readonly isType: (type: string) => boolean;
    /** What is demanded there alone. */
    readonly demands: ReadonlySet<Requirement>;
  };
  /** The object types that an object of a type may be of, the inaccessible ones too; the type itself where it is one. */
  readonly possibleTypes: (type: string) => readonly string[];
  /** The name of the type that a field of an object type returns, without lists and non-null. */
  readonly returned: (type: string, field: string) => string | undefined;
}

/**
 * What a supergraph's directives demand.
 *
 * Composition writes on an interface what all types that implement it demand together. Such a requirement says nothing
 * that these types do not, and is left to them, so that each object is judged by its own type. One that says more was
 * written on the interface itself, as composition allowed before 2.9.4: there it holds for all that implement it.
 * @throws SupergraphError where a field is computed from what not all who may see it may see.
 */
export function requirementsOf(supergraph: Supergraph): Requirements {
  const byPlace = new Map<string, readonly Requirement[]>();
  const at = (place: string): readonly Requirement[] => byPlace.get(place) ?? none;
  const add = (place: string, requirements: readonly Requirement[]) => {
    if (requirements.length > 0) byPlace.set(place, [...new Set([...at(place), ...requirements])]);
  };
  const placeOf = (type: string, field: string | undefined) => (field === undefined ? type : `${type}.${field}`);
  const onInterfaces = supergraph.placedRequirements.filter(({ type }) => supergraph.isInterface(type));
  for (const { type, field, requirements } of supergraph.placedRequirements)
    if (!supergraph.isInterface(type)) add(placeOf(type, field), requirements);
  for (const { type, field, requirements } of onInterfaces) {
    const places = supergraph.possibleTypes(type).map((object) => placeOf(object, field));
    const together = places.flatMap(at);
    const more = requirements.filter((requirement) => !imply(together, requirement));
    for (const place of places) add(place, more);
  }
  const requirements: Requirements = {
    isEmpty: byPlace.size === 0,
    ofType: at,
    ofField: (type, field) => at(`${type}.${field}`),
    possibleTypes: (type) => supergraph.possibleTypes(type),
    returned: (type, field) => (supergraph.isObject(type) ? supergraph.fieldType(type, field) : undefined),
  };
  refuseReachingThrough(requirements, supergraph);
  return requirements;
}

const none: readonly Requirement[] = [];
