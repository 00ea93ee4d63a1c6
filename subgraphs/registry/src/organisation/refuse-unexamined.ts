import { clientError, type Examined, type OrganisationSaid } from '@hub/protocol';

/** What is known of who publishes a schema. */
export interface Unexamined {
  readonly said: Pick<OrganisationSaid, 'endpoint' | 'signsAnswers' | 'linkedBy'>;
  readonly examined: Examined | undefined;
  /** Whether an endpoint must have been examined: so it is in production. */
  readonly isDemanded: boolean;
}

/**
 * Looks at what an organisation says of how its endpoint was held against the protocol.
 * @returns what is to be said of it: that it was not examined, where that was not demanded.
 * @throws GraphQLError `NOT_CONFORMANT` that names what failed, or says that nothing was examined.
 */
export function refuseUnexamined({ said, examined, isDemanded }: Unexamined): string | undefined {
  const { endpoint, linkedBy, signsAnswers } = said;
  if (linkedBy !== 'records' || endpoint === null) return undefined;
  if (examined && examined.failed.length > 0) {
    throw clientError(
      'NOT_CONFORMANT',
      `Expected an endpoint that speaks the protocol, but these checks failed: ${examined.failed.join('; ')}.`,
    );
  }
  if (examined && examined.passed > 0) return undefined;
  if (isDemanded && signsAnswers) {
    throw clientError(
      'NOT_CONFORMANT',
      'Expected an endpoint that was held against the protocol, but nothing was examined: hub publish does it with --conform-key FILE, a key that the endpoint trusts.',
    );
  }
  return 'its endpoint was not held against the protocol';
}
