import { Directive } from 'type-graphql';

/** The right that a type or field demands of its caller. */
export type Right = ReturnType<typeof Directive>;

/**
 * Demands scopes of the caller of a type or field: all scopes of at least one of these sets. The gateway checks it
 * before it asks a subgraph, and the subgraph checks it again; docs/trust.md lists the holders of each scope.
 */
export function RequiresScopes(...anyOf: readonly (readonly string[])[]): Right {
  return Directive(`@requiresScopes(scopes: ${JSON.stringify(anyOf)})`);
}

/** The right to see organisations' records: groups, teams, courses, agencies and their events. */
export const Records = (): Right => RequiresScopes(['records:read']);

/**
 * The right to see records about individual people, even without their names: an organisation sets it for each such
 * type. Callers with other tasks, such as steering or statistics, see numbers only.
 */
export const RecordsOfPersons = (): Right => RequiresScopes(['persons:read']);

/** The right of one organisation's staff and programs. */
export const OfOrganisation = (code: string): Right => Directive(`@policy(policies: [["organisation:${code}"]])`);
