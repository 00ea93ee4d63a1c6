import { contributionFields, countedFields, denominatorFields, forecastFields, type Source } from './source.js';

/** The public fields of a publication. */
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
  /** Codes of the goals whose final figures these are. */
  readonly finalGoals: readonly string[];
  readonly withdrawal: {
    readonly reasonVi: string;
    readonly reasonEn: string;
    readonly by: string;
    readonly proposedBy: string | null;
    readonly at: string;
  } | null;
  /** `CURRENT` if the publication is in force; each period has at most one such publication. */
  readonly standing: 'CURRENT' | 'SUPERSEDED' | 'WITHDRAWN';
  readonly demonstration: boolean;
  readonly heldBy: readonly string[];
  /** Why a release behind the publication is no longer valid; empty if all are valid. */
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

/** The readable publications; the list has null for the others. */
export function readable<Of>(publications: readonly (Of | null)[] | null | undefined): readonly Of[] {
  return (publications ?? []).filter((one) => one !== null);
}

/** Identifier of a revision of a period. */
export function idOf(period: string, revision: number): string {
  return `${period}_${revision}`;
}

/** Another publication of the same period that is in force; undefined without one. */
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

/** Key id in a detached JWS; empty without one. */
export function keyIdOf(signature: string): string {
  const [head = ''] = signature.split('.');
  try {
    const { kid } = JSON.parse(atob(head.replaceAll('-', '+').replaceAll('_', '/'))) as { kid?: string };
    return kid ?? '';
  } catch {
    return '';
  }
}
