/** A component of a message that a signature covers: its identifier as written, such as `"@method"`, and its value. */
export type Component = readonly [identifier: string, value: string];

/** The identifiers of components, as an inner list. */
export function coveredComponents(components: readonly Component[]): string {
  return `(${components.map(([identifier]) => identifier).join(' ')})`;
}

/**
 * The text that is signed.
 * @param signatureParams the value of `@signature-params`: the covered components, then the signature's parameters.
 * @see https://www.rfc-editor.org/rfc/rfc9421#section-2.5
 */
export function signatureBase(components: readonly Component[], signatureParams: string): string {
  let base = '';
  for (const [identifier, value] of components) base += `${identifier}: ${value}\n`;
  return `${base}"@signature-params": ${signatureParams}`;
}
