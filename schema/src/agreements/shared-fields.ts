import type { Agreement, OrganisationAgreements } from './agreement.js';

/** The fields, as `Type.field`, of an organisation's own that an agreement shares. */
export function sharedFields({ shares }: Agreement, own: ReadonlySet<string>): string[] {
  const patterns = shares.map(patternOf);
  return [...own].filter((field) => patterns.some((pattern) => pattern.test(field)));
}

/** The fields of an organisation's own that no agreement shares: nobody may see them. */
export function unsharedFields({ agreements }: OrganisationAgreements, own: ReadonlySet<string>): string[] {
  const shared = new Set(agreements.flatMap((agreement) => sharedFields(agreement, own)));
  return [...own].filter((field) => !shared.has(field));
}

/** What an agreement says it shares, and is no field of the organisation's own. */
export function unknownShares({ shares }: Agreement, own: ReadonlySet<string>): string[] {
  return shares.filter((pattern) => ![...own].some((field) => patternOf(pattern).test(field)));
}

/** A type stands for all its fields, and `*` for any part of a name. */
function patternOf(pattern: string): RegExp {
  const whole = pattern.includes('.') ? pattern : `${pattern}.*`;
  return new RegExp(`^${whole.replaceAll('.', '\\.').replaceAll('*', '\\w*')}$`);
}
