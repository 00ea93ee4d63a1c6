/**
 * The security headers of every answer of a gateway or subgraph: no content sniffing, no scripts, no frames, no use by
 * other sites, and no referrer.
 * @see https://owasp.org/www-project-secure-headers/
 */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** The security headers over TLS: browsers then use only TLS for a year. */
export const secureTransportHeaders = { ...securityHeaders, 'strict-transport-security': 'max-age=31536000' } as const;
