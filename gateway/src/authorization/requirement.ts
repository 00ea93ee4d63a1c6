import type { Agreement, NamedPurpose } from '@hub/protocol';
import type { DirectiveRequirement } from '../supergraph/requirement-directives.js';
import type { Rights, SharedField } from '../request/rights.js';

/** What must hold of a caller: what a directive in a schema demands, or that one of an organisation's agreements holds. */
export type Requirement = DirectiveRequirement | AgreementRequirement;

/** That one of an organisation's agreements holds, and shares a field. */
export interface AgreementRequirement {
  readonly shared: SharedField;
  readonly kind: 'agreements';
  readonly anyOf: readonly (readonly string[])[];
  readonly organisation: string;
  /** The agreements of which one must hold: what is named to a caller for whom none does. */
  readonly opening: readonly Agreement[];
  /** Those that share the same for the whole province alone, where that is not enough. */
  readonly coarser: readonly Agreement[];
  /** The purposes that requests may name. */
  readonly purposes: readonly NamedPurpose[];
  /** The organisation whose agreements cannot be used now, where that may be why it is not met. */
  readonly unusable?: string;
}

/** Whether a caller's rights suffice. No set at all is one that nobody holds. */
export function isMet(requirement: Requirement, rights: Rights): boolean {
  if (requirement.kind === 'authenticated') return rights.authenticated;
  if (requirement.kind === 'agreements') {
    const { anyOf, shared } = requirement;
    return anyOf.some((all) => all.every((one) => rights.agreements?.share(one, shared)));
  }
  const held = rights[requirement.kind];
  return requirement.anyOf.some((all) => all.every((one) => held.has(one)));
}

/** Whether everyone who meets all of some requirements meets another one too. */
export function imply(given: readonly Requirement[], wanted: Requirement): boolean {
  if (wanted.kind === 'authenticated') return given.some(({ kind }) => kind === 'authenticated');
  const ways = given
    .flatMap((requirement) => (requirement.kind === wanted.kind ? [requirement.anyOf] : []))
    .reduce(waysToMeetBoth, [[]]);
  return ways.every((way) => wanted.anyOf.some((all) => all.every((one) => way.includes(one))));
}

/** The sets that meet both of two requirements, without those that hold another one. */
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

/** A requirement as its directive writes it. */
export function shownRequirement(requirement: Requirement): string {
  if (requirement.kind === 'authenticated') return '@authenticated';
  if ('organisation' in requirement) return `an agreement of ${requirement.organisation}`;
  const [directive, argument] = requirement.kind === 'scopes' ? ['requiresScopes', 'scopes'] : ['policy', 'policies'];
  return `@${directive}(${argument}: ${JSON.stringify(requirement.anyOf)})`;
}
