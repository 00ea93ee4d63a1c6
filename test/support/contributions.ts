/** Asks each expected organisation's share in a progress. */
export const sharesWith = (selection: string) =>
  `contributions { organisation { code } share { ${selection} } noShare }`;

/** A progress with its shares, as an answer has them. */
interface WithShares {
  readonly contributions: readonly { readonly organisation: { readonly code: string }; readonly share: any }[];
}

/** An organisation's share in a progress; undefined where the goal does not expect it. */
export function shareIn({ contributions }: WithShares, organisation: string): any {
  return contributions.find(({ organisation: { code } }) => code === organisation)?.share;
}

/** All shares in a progress, by the organisations' codes. */
export function sharesIn({ contributions }: WithShares): Record<string, any> {
  return Object.fromEntries(contributions.map(({ organisation, share }) => [organisation.code, share]));
}
