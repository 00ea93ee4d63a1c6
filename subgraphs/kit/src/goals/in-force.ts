interface Valid {
  readonly validFrom: string;
  readonly validUntil?: string | null;
}

/** Of the versions of something, the earliest first, the one that is in force on a day. */
export function inForceOn<Version extends Valid>(versions: readonly Version[], day: string): Version | undefined {
  return versions.findLast(({ validFrom, validUntil }) => validFrom <= day && (validUntil ?? day) >= day);
}

/** The one that is in force on a day; the first one before all, the last one after all. */
export function nearestTo<Version extends Valid>(versions: readonly Version[], day: string): Version | undefined {
  return versions.findLast(({ validFrom }) => validFrom <= day) ?? versions[0];
}
