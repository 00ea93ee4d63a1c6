import { type SubgraphContext, unauthorized } from '@hub/kit';

/**
 * Refuses callers that do not act for an organisation, as its staff and its programs do.
 * @param what is asked for, for the message.
 * @throws GraphQLError `UNAUTHORIZED_FIELD_OR_TYPE`
 */
export function refuseOthers({ caller }: Pick<SubgraphContext, 'caller'>, organisation: string, what: string): void {
  // A subgraph without trust answers every caller.
  if (caller && caller.organisation !== organisation)
    throw unauthorized(`Not authorised to see ${what} (${organisation}).`);
}
