import type { Supergraph } from '../supergraph/supergraph.js';
import { refuseReachingThrough } from './required-fields.js';
import { imply, type Requirement } from './requirement.js';

/** The requirements of a supergraph's types and fields. A caller must meet each that applies. */
export interface Requirements {
  /** Whether the supergraph has no requirements. */
  readonly isEmpty: boolean;
  /** The requirements of an object type, scalar or enum. Equal requirements are the same object. */
  readonly ofType: (type: string) => readonly Requirement[];
  /** The requirements of a field of an object type, without the requirements of its type and of the returned type. */
  readonly ofField: (type: string, field: string) => readonly Requirement[];
  /** The stricter requirements for figures of single communes. */
  readonly atFinerLevel?: {
    /** Whether a field with these arguments selects figures of single communes. */
    readonly isReachedBy: (type: string, field: string, given: readonly string[]) => boolean;
    /** Whether every field below an object of the type belongs to the finer level. */
    readonly isType: (type: string) => boolean;
    /** The requirements that apply only at the finer level. */
    readonly demands: ReadonlySet<Requirement>;
  };
  /**
   * The object types that an abstract type stands for, including inaccessible types; an object type stands for itself.
   */
  readonly possibleTypes: (type: string) => readonly string[];
  /** The named type that a field of an object type returns. */
  readonly returned: (type: string, field: string) => string | undefined;
}

/**
 * Collects the requirements of a supergraph's directives.
 *
 * Composition adds to an interface the requirements that all its types share. This function drops them there, because
 * each object's own type has them. A stricter requirement was written on the interface itself (composition allowed this
 * before 2.9.4): it applies to all types that implement the interface.
 * @throws SupergraphError if a field reads fields with stricter requirements than its own.
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
