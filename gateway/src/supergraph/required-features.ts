import { type DirectiveNode, type DocumentNode, Kind } from 'graphql';
import { argument } from './applied.js';

/** What the gateway does of what a supergraph may need for its security or execution. */
const supported = /^https:\/\/specs\.apollo\.dev\/(?:link\/v1|join\/v0|inaccessible\/v0|core\/v0)\.\d+\/?$/;

/**
 * The features that a supergraph needs for its security or execution and the gateway does not have, by their URLs:
 * to serve it nevertheless would be to answer wrongly, or to whom it must not.
 * @see https://specs.apollo.dev/link/v1.0/#Purpose
 */
export function unsupportedFeatures(supergraph: DocumentNode): string[] {
  return supergraph.definitions
    .flatMap((definition): readonly DirectiveNode[] =>
      definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
        ? (definition.directives ?? [])
        : [],
    )
    .filter((link) => argument(link, 'for') !== undefined)
    .map((link) => argument(link, 'url') ?? argument(link, 'feature'))
    .filter((url) => typeof url === 'string')
    .filter((url) => !supported.test(url));
}
