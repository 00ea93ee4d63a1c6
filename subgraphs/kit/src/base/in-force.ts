/** A version that is valid from one day to another. */
export interface Valid {
  readonly validFrom: string;
  /** The last day; absent or null while no end is known. */
  readonly validUntil?: string | null;
}

/** Whether a version is in force on a day. */
export function isInForceOn({ validFrom, validUntil }: Valid, day: string): boolean {
  return validFrom <= day && (validUntil ?? day) >= day;
}

/** The version in force on a day, of versions in ascending order. */
export function inForceOn<Version extends Valid>(versions: readonly Version[], day: string): Version | undefined {
  return versions.findLast((version) => isInForceOn(version, day));
}

/** The version in force on a day; before all of them the first, after all of them the last. */
export function nearestTo<Version extends Pick<Valid, 'validFrom'>>(
  versions: readonly Version[],
  day: string,
): Version | undefined {
  return versions.findLast(({ validFrom }) => validFrom <= day) ?? versions[0];
}
