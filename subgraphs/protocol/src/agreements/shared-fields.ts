import type { Agreement, OrganisationAgreements } from './agreement.js';

/** The fields, as `Type.field`, of an organisation's own that an agreement shares. */
export function sharedFields({ shares }: Agreement, own: ReadonlySet<string>): string[] {
  return [...own].filter((field) => shares.some((pattern) => isLike(field, pattern)));
}

/** Whether an agreement shares a field of its organisation's own, such as `Type.field`. */
export function shares(agreement: Pick<Agreement, 'shares'>, field: string): boolean {
  return agreement.shares.some((pattern) => isLike(field, pattern));
}

/** The fields of an organisation's own that no agreement shares: nobody may see them. */
export function unsharedFields({ agreements }: OrganisationAgreements, own: ReadonlySet<string>): string[] {
  const shared = new Set(agreements.flatMap((agreement) => sharedFields(agreement, own)));
  return [...own].filter((field) => !shared.has(field));
}

/** What an agreement says it shares, and is no field of the organisation's own. */
export function unknownShares({ shares }: Agreement, own: ReadonlySet<string>): string[] {
  return shares.filter((pattern) => ![...own].some((field) => isLike(field, pattern)));
}

/** A type stands for all its fields, and `*` for any part of a name. */
function isLike(field: string, pattern: string): boolean {
  const [type = '', name = '*'] = pattern.split('.');
  const [ofType = '', ofName = ''] = field.split('.');
  return isNameLike(ofType, type) && isNameLike(ofName, name);
}

/** In linear time, unlike a regular expression: whoever writes a pattern must not hold up the gateway. */
function isNameLike(name: string, pattern: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let end = first.length;
  for (const part of parts) {
    const start = name.indexOf(part, end);
    if (start < 0) return false;
    end = start + part.length;
  }
  return name.length - last.length >= end && name.endsWith(last);
}
