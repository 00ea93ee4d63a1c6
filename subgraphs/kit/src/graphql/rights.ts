import { Directive } from 'type-graphql';

/** What a type or field demands of whoever asks for it. */
export type Right = ReturnType<typeof Directive>;

/**
 * Demands scopes of whoever asks for a type or field: all of at least one of these sets. The gateway sees to it before
 * anything is asked of a subgraph, and the subgraph itself again; docs/trust.md says who has which scope.
 */
export function RequiresScopes(...anyOf: readonly (readonly string[])[]): Right {
  return Directive(`@requiresScopes(scopes: ${JSON.stringify(anyOf)})`);
}

/** For those who may see organisations' own records: groups, teams, courses, agencies and what happens in them. */
export const Records = (): Right => RequiresScopes(['records:read']);

/**
 * For those who work with the people that records are about, one by one: an organisation says it of each type of records
 * about persons, though nobody is named in them. Whoever steers or counts sees numbers of them alone.
 */
export const RecordsOfPersons = (): Right => RequiresScopes(['persons:read']);

/** For those who act for one organisation: its staff and its programs. */
export const OfOrganisation = (code: string): Right => Directive(`@policy(policies: [["organisation:${code}"]])`);
