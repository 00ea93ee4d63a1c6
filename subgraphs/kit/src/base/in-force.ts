/** Something that is valid from one day to another. */
export interface Valid {
  readonly validFrom: string;
  /** The last day; absent or null while there is no end in sight. */
  readonly validUntil?: string | null;
}

/** Whether something is in force on a day. */
export function isInForceOn({ validFrom, validUntil }: Valid, day: string): boolean {
  return validFrom <= day && (validUntil ?? day) >= day;
}

/** Of the versions of something, the earliest first, the one that is in force on a day. */
export function inForceOn<Version extends Valid>(versions: readonly Version[], day: string): Version | undefined {
  return versions.findLast((version) => isInForceOn(version, day));
}

/** The one that is in force on a day; the first one before all, the last one after all. */
export function nearestTo<Version extends Pick<Valid, 'validFrom'>>(
  versions: readonly Version[],
  day: string,
): Version | undefined {
  return versions.findLast(({ validFrom }) => validFrom <= day) ?? versions[0];
}
