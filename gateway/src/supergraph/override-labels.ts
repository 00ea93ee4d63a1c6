/** Whether a progressive override is on, by its label. */
export type IsOverridden = (label: string) => boolean;

/**
 * Which progressive overrides are on for a request.
 * @param percentage which of a hundred requests this one is.
 */
export function overridden(percentage: number): IsOverridden {
  return (label) => percentage < (percentageOf(label) ?? 0);
}

/** The share of requests that a label stands for, in percent; undefined where it is no share. */
export function percentageOf(label: string): number | undefined {
  const [, share] = /^percent\((.+)\)$/.exec(label) ?? [];
  return share === undefined ? undefined : Number(share);
}
