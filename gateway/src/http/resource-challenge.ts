/** The path of the hub's metadata as a protected resource. */
export const resourceMetadataPath = '/.well-known/oauth-protected-resource';

/** A challenge that names the metadata, if the hub's origin is known. */
export function withResourceMetadata(
  headers: Readonly<Record<string, string>>,
  site: string | undefined,
): Readonly<Record<string, string>> {
  const challenge = headers['www-authenticate'];
  if (challenge === undefined || site === undefined) return headers;
  const separator = / \w+="[^"]*"$/.test(challenge) ? ',' : '';
  return {
    ...headers,
    'www-authenticate': `${challenge}${separator} resource_metadata="${site}${resourceMetadataPath}"`,
  };
}
