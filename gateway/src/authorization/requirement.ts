import type { Agreement, NamedPurpose } from '@hub/protocol';
import type { DirectiveRequirement } from '../supergraph/requirement-directives.js';
import type { Rights, SharedField } from '../request/rights.js';

/** A condition that a caller must meet: a schema directive, or an agreement of an organisation. */
export type Requirement = DirectiveRequirement | AgreementRequirement;

/** Requires an agreement of an organisation that is in force and shares a field. */
export interface AgreementRequirement {
  readonly shared: SharedField;
  readonly kind: 'agreements';
  readonly anyOf: readonly (readonly string[])[];
  readonly organisation: string;
  /** The agreements that meet the requirement. An error message names them to a caller without one. */
  readonly opening: readonly Agreement[];
  /** The agreements that share the same field for the whole province only, if that is not enough. */
  readonly coarser: readonly Agreement[];
  /** The purposes that requests may name. */
  readonly purposes: readonly NamedPurpose[];
  /** The organisation with unusable agreements, if this may be the reason that the requirement is not met. */
  readonly unusable?: string;
}

/** Whether a caller's rights meet a requirement. No caller meets a requirement with an empty list of sets. */
export function isMet(requirement: Requirement, rights: Rights): boolean {
  if (requirement.kind === 'authenticated') return rights.authenticated;
  if (requirement.kind === 'agreements') {
    const { anyOf, shared } = requirement;
    return anyOf.some((all) => all.every((one) => rights.agreements?.share(one, shared)));
  }
  const held = rights[requirement.kind];
  return requirement.anyOf.some((all) => all.every((one) => held.has(one)));
}

/** Whether every caller that meets the given requirements also meets another one. */
export function imply(given: readonly Requirement[], wanted: Requirement): boolean {
  if (wanted.kind === 'authenticated') return given.some(({ kind }) => kind === 'authenticated');
  const ways = given
    .flatMap((requirement) => (requirement.kind === wanted.kind ? [requirement.anyOf] : []))
    .reduce(waysToMeetBoth, [[]]);
  return ways.every((way) => wanted.anyOf.some((all) => all.every((one) => way.includes(one))));
}

/** The minimal sets that meet both requirements. */
function waysToMeetBoth(
  first: readonly (readonly string[])[],
  second: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const ways = first.flatMap((some) => second.map((others) => [...new Set([...some, ...others])]));
  const smallestFirst = ways.toSorted((a, b) => a.length - b.length);
  const kept: string[][] = [];
  for (const way of smallestFirst) {
    if (!kept.some((smaller) => smaller.every((one) => way.includes(one)))) kept.push(way);
  }
  return kept;
}

/** A requirement in the syntax of its directive. */
export function shownRequirement(requirement: Requirement): string {
  if (requirement.kind === 'authenticated') return '@authenticated';
  if ('organisation' in requirement) return `an agreement of ${requirement.organisation}`;
  const [directive, argument] = requirement.kind === 'scopes' ? ['requiresScopes', 'scopes'] : ['policy', 'policies'];
  return `@${directive}(${argument}: ${JSON.stringify(requirement.anyOf)})`;
}
