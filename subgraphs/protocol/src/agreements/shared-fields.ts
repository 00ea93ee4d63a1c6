import type { Agreement, OrganisationAgreements } from './agreement.js';

/** Whether a pattern means a field, such as `Type.field`. */
type Likeness = (field: string) => boolean;

/** The fields, as `Type.field`, of an organisation's own that an agreement shares. */
export function sharedFields({ shares }: Agreement, own: ReadonlySet<string>): string[] {
  const likenesses = likenessesOf(shares);
  return [...own].filter((field) => likenesses.some((isLike) => isLike(field)));
}

/** Whether an agreement shares a field of its organisation's own, such as `Type.field`. */
export function shares(agreement: Pick<Agreement, 'shares'>, field: string): boolean {
  return likenessesOf(agreement.shares).some((isLike) => isLike(field));
}

/** The fields of an organisation's own that no agreement shares: nobody may see them. */
export function unsharedFields({ agreements }: OrganisationAgreements, own: ReadonlySet<string>): string[] {
  const shared = new Set(agreements.flatMap((agreement) => sharedFields(agreement, own)));
  return [...own].filter((field) => !shared.has(field));
}

/** What an agreement says it shares, and is no field of the organisation's own. */
export function unknownShares({ shares }: Agreement, own: ReadonlySet<string>): string[] {
  const [fields, likenesses] = [[...own], likenessesOf(shares)];
  return shares.filter((_, index) => !fields.some((field) => likenesses[index]?.(field)));
}

/** Made once of an agreement: each is held against some thousand fields. */
const made = new WeakMap<readonly string[], readonly Likeness[]>();

function likenessesOf(patterns: readonly string[]): readonly Likeness[] {
  let likenesses = made.get(patterns);
  if (!likenesses) made.set(patterns, (likenesses = patterns.map(likenessTo)));
  return likenesses;
}

/** A type stands for all its fields, and `*` for any part of a name. */
function likenessTo(pattern: string): Likeness {
  const [type = '', name = '*'] = pattern.split('.');
  const [isType, isName] = [nameLikenessTo(type), nameLikenessTo(name)];
  return (field) => {
    const dot = field.indexOf('.');
    return isType(dot < 0 ? field : field.slice(0, dot)) && isName(dot < 0 ? '' : field.slice(dot + 1));
  };
}

/** In linear time, unlike a regular expression: whoever writes a pattern must not hold up the gateway. */
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
