import type { Link } from './links.js';

/** The security and execution features that the gateway supports. */
const supported = new RegExp(
  '^https://specs\\.apollo\\.dev/(?:(?:link/v1|join/v0|inaccessible/v0|context/v0|core/v0)\\.\\d+' +
    '|(?:authenticated|requiresScopes|policy)/v0\\.1)/?$',
);

/** Features that are required even if the supergraph does not mark them as such. */
const alwaysNeeded = /^https:\/\/specs\.apollo\.dev\/(?:authenticated|requiresScopes|policy)\//;

/**
 * The URLs of required features that the gateway does not support. Without them it would give wrong answers, or give
 * data to callers that must not see it.
 * @see https://specs.apollo.dev/link/v1.0/#Purpose
 */
export function unsupportedFeatures(links: readonly Link[]): string[] {
  return links
    .filter(({ url, purpose }) => purpose !== undefined || alwaysNeeded.test(url))
    .map(({ url }) => url)
    .filter((url) => !supported.test(url));
}
