import { contributionFields, countedFields, denominatorFields, forecastFields, type Source } from './source.js';

/** A publication, as everyone may see it. */
export interface Publication {
  readonly id: string;
  readonly period: string;
  readonly revision: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly note: string | null;
  readonly noteEn: string | null;
  /** Names of the people of each step; null for a publication older than the steps. */
  readonly people: { readonly drafted: string; readonly approved: string; readonly published: string } | null;
  /** The codes of the goals of which these are the last figures. */
  readonly finalGoals: readonly string[];
  readonly withdrawal: {
    readonly reasonVi: string;
    readonly reasonEn: string;
    readonly by: string;
    readonly proposedBy: string | null;
    readonly at: string;
  } | null;
  /** Whether it holds: of each period at most one does. */
  readonly standing: 'CURRENT' | 'SUPERSEDED' | 'WITHDRAWN';
  readonly demonstration: boolean;
  readonly heldBy: readonly string[];
  /** Why a release that it rests on does not count any more; empty where all do. */
  readonly withdrawn: string;
  readonly digest: string;
  readonly signature: string;
  readonly releases: readonly {
    readonly organisationCode: string;
    readonly number: number;
    readonly hash: string;
    readonly through: string | null;
  }[];
}

/** The fields of `Publication`. */
export const publicationFields = `id period revision publishedAt publishedBy note noteEn people { drafted approved published } finalGoals
  withdrawal { reasonVi reasonEn by proposedBy at } standing demonstration heldBy withdrawn digest
  signature releases { organisationCode number hash through }`;

/** A goal of the province, current or from a publication. */
export interface PublishedGoal {
  readonly code: string;
  readonly title: string;
  readonly deadline: string;
  readonly source: string;
  readonly progress: PublishedProgress | null;
}

/** Progress of the province with its sources. */
export type PublishedProgress = Source & { readonly missing: readonly { readonly name: string }[] };

/** The fields of `PublishedProgress`. */
export const publishedFields = `${countedFields}
      ${denominatorFields}
      missing { name(language: $language) }
      ${forecastFields}
      ${contributionFields}`;

/** Note of a publication in the given language; Vietnamese if there is no English note. */
export function noteOf({ note, noteEn }: Pick<Publication, 'note' | 'noteEn'>, language: 'vi' | 'en'): string | null {
  return language === 'en' ? (noteEn ?? note) : note;
}

/** The publications that can be read: of another, the list has null in its place. */
export function readable<Of>(publications: readonly (Of | null)[] | null | undefined): readonly Of[] {
  return (publications ?? []).filter((one) => one !== null);
}

/** Identifier of a revision of a period. */
export function idOf(period: string, revision: number): string {
  return `${period}_${revision}`;
}

/** The publication of the same period that holds, where it is not this one. */
export function holderOf({ id, period }: Publication, all: readonly Publication[]): Publication | undefined {
  return all.find((one) => one.period === period && one.standing === 'CURRENT' && one.id !== id);
}

/**
 * Publication to compare with: the newest revision of the nearest earlier period of the same length. It must be
 * published before this one and not withdrawn.
 */
export function formerPeriodOf(
  { period, publishedAt }: Publication,
  all: readonly Publication[],
): Publication | undefined {
  const lengthOf = (text: string): string => text.replaceAll(/\d/g, '0');
  return all
    .filter((one) => one.standing !== 'WITHDRAWN')
    .filter((one) => lengthOf(one.period) === lengthOf(period) && one.period < period && one.publishedAt <= publishedAt)
    .toSorted((one, other) =>
      one.period === other.period ? other.revision - one.revision : one.period < other.period ? 1 : -1,
    )[0];
}

/** The id of the key in a detached JWS; empty where it names none. */
export function keyIdOf(signature: string): string {
  const [head = ''] = signature.split('.');
  try {
    const { kid } = JSON.parse(atob(head.replaceAll('-', '+').replaceAll('_', '/'))) as { kid?: string };
    return kid ?? '';
  } catch {
    return '';
  }
}
