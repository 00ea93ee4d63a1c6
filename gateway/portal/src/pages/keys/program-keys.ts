import { day, dayInProvince } from '../../language/numbers.js';
import type { Language } from '../../language/language.js';

/** A key for a program in the list. */
export interface ProgramKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string | null;
  readonly purpose: string;
  readonly tables: readonly string[] | null;
  readonly until: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

/** Roles that a key can have; all of them only read. */
export const programRoles = ['analyst', 'app', 'staff', 'auditor'] as const;

/** Answer to the page's query. */
export interface KeysAnswer {
  readonly programKeys: { readonly totalCount: number; readonly nodes: readonly ProgramKey[] } | null;
}

/** Rights that the person can give to a key, and values for file addresses. */
export interface Around {
  readonly me: {
    readonly roles: readonly string[];
    readonly organisation: string | null;
    readonly purposes: readonly string[];
  } | null;
  /** Purposes of keys, by role. */
  readonly of: Readonly<Record<(typeof programRoles)[number], readonly string[] | null>> | null;
  readonly goals:
    | readonly {
        readonly code: string;
        readonly title: string;
        readonly progress: { readonly period: string } | null;
      }[]
    | null;
  readonly communes: { readonly nodes: readonly { readonly code: string }[] } | null;
}

export const keysQuery = `query Keys($first: Int!) {
  programKeys(first: $first) {
    totalCount
    nodes { id name role organisation purpose tables until createdBy createdAt revokedAt }
  }
}`;

export const aroundQuery = `query AroundKeys($language: Language!) {
  me { roles organisation purposes }
  of: me { ${programRoles.map((role) => `${role}: purposesOfRole(role: "${role}")`).join(' ')} }
  goals { code title(language: $language) progress { period } }
  communes(first: 1) { nodes { code } }
}`;

export const createMutation = `mutation CreateKey($input: ProgramKeyInput!) {
  createProgramKey(input: $input) { secret key { id until } }
}`;

export const revokeMutation = `mutation RevokeKey($id: ID!) {
  revokeProgramKey(id: $id) { id revokedAt }
}`;

/** Longest validity of a key in days; the registry enforces the limit. */
export const mostDays = 400;

/** State of a key on a day. */
export function stateOf({ revokedAt, until }: Pick<ProgramKey, 'revokedAt' | 'until'>, today: string) {
  if (revokedAt !== null) return 'revoked';
  return until < today ? 'expired' : 'valid';
}

/** Valid keys first, then the others; each part keeps the graph's order. */
export function usableFirst(keys: readonly ProgramKey[], today: string): readonly ProgramKey[] {
  const isUsable = (key: ProgramKey): boolean => stateOf(key, today) === 'valid';
  return [...keys.filter(isUsable), ...keys.filter((key) => !isUsable(key))];
}

/** Formats a day, or the day of a point in time in the province's time zone. */
export function dayOf(value: string, language: Language): string {
  return day(value.length > 10 ? dayInProvince(value) : value, language);
}
