import type { Agreement, OrganisationAgreements } from './agreement.js';

/** Whether a pattern matches a field, such as `Type.field`. */
type Likeness = (field: string) => boolean;

/** The organisation's own fields, as `Type.field`, that an agreement shares. */
export function sharedFields({ shares }: Agreement, own: ReadonlySet<string>): string[] {
  const likenesses = likenessesOf(shares);
  return [...own].filter((field) => likenesses.some((isLike) => isLike(field)));
}

/** Whether an agreement shares one of its organisation's fields, such as `Type.field`. */
export function shares(agreement: Pick<Agreement, 'shares'>, field: string): boolean {
  return likenessesOf(agreement.shares).some((isLike) => isLike(field));
}

/** The organisation's own fields that no agreement shares: no caller may see them. */
export function unsharedFields({ agreements }: OrganisationAgreements, own: ReadonlySet<string>): string[] {
  const shared = new Set(agreements.flatMap((agreement) => sharedFields(agreement, own)));
  return [...own].filter((field) => !shared.has(field));
}

/** The names in an agreement that match no field of the organisation. */
export function unknownShares({ shares }: Agreement, own: ReadonlySet<string>): string[] {
  const [fields, likenesses] = [[...own], likenessesOf(shares)];
  return shares.filter((_, index) => !fields.some((field) => likenesses[index]?.(field)));
}

/** Made once for each agreement: each is compared with some thousand fields. */
const made = new WeakMap<readonly string[], readonly Likeness[]>();

function likenessesOf(patterns: readonly string[]): readonly Likeness[] {
  let likenesses = made.get(patterns);
  if (!likenesses) made.set(patterns, (likenesses = patterns.map(likenessTo)));
  return likenesses;
}

/** A type matches all its fields, and `*` any part of a name. */
function likenessTo(pattern: string): Likeness {
  const [type = '', name = '*'] = pattern.split('.');
  const [isType, isName] = [nameLikenessTo(type), nameLikenessTo(name)];
  return (field) => {
    const dot = field.indexOf('.');
    return isType(dot < 0 ? field : field.slice(0, dot)) && isName(dot < 0 ? '' : field.slice(dot + 1));
  };
}

/** Takes linear time, unlike a regular expression: a pattern's author must not be able to block the gateway. */
function nameLikenessTo(pattern: string): (name: string) => boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return (name) => name === pattern;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let end = first.length;
    for (const part of parts) {
      const start = name.indexOf(part, end);
      if (start < 0) return false;
      end = start + part.length;
    }
    return name.length - last.length >= end && name.endsWith(last);
  };
}
