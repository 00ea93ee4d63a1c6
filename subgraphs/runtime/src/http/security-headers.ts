/**
 * What every answer of a gateway or subgraph tells a browser: take it for nothing but what it says it is, run nothing in
 * it, show it in no frame, hand it to no other site, and tell nobody where one came from.
 * @see https://owasp.org/www-project-secure-headers/
 */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** The same over TLS: whoever came once by TLS does not come without it for a year. */
export const secureTransportHeaders = { ...securityHeaders, 'strict-transport-security': 'max-age=31536000' } as const;
