import type { Link } from './links.js';

/** What the gateway does of what a supergraph may need for its security or execution. */
const supported = new RegExp(
  '^https://specs\\.apollo\\.dev/(?:(?:link/v1|join/v0|inaccessible/v0|context/v0|core/v0)\\.\\d+' +
    '|(?:authenticated|requiresScopes|policy)/v0\\.1)/?$',
);

/** What must be done even where a supergraph does not say that it needs it. */
const alwaysNeeded = /^https:\/\/specs\.apollo\.dev\/(?:authenticated|requiresScopes|policy)\//;

/**
 * The features that a supergraph needs for its security or execution and the gateway does not have, by their URLs:
 * to serve it nevertheless would be to answer wrongly, or to whom it must not.
 * @see https://specs.apollo.dev/link/v1.0/#Purpose
 */
export function unsupportedFeatures(links: readonly Link[]): string[] {
  return links
    .filter(({ url, purpose }) => purpose !== undefined || alwaysNeeded.test(url))
    .map(({ url }) => url)
    .filter((url) => !supported.test(url));
}
