/** Whether a progressive override is on, by its label. */
export type IsOverridden = (label: string) => boolean;

/**
 * Decides which progressive overrides are on for a request.
 * @param percentage the request's place among a hundred.
 */
export function overridden(percentage: number): IsOverridden {
  return (label) => percentage < (percentageOf(label) ?? 0);
}

/** The share of requests of a label, in percent; undefined if the label has no share. */
export function percentageOf(label: string): number | undefined {
  const [, share] = /^percent\((.+)\)$/.exec(label) ?? [];
  return share === undefined ? undefined : Number(share);
}
