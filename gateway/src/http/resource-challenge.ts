/** Where the metadata of the hub as a protected resource are. */
export const resourceMetadataPath = '/.well-known/oauth-protected-resource';

/** A challenge that names the metadata, where it is known under which origin the hub was asked. */
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
