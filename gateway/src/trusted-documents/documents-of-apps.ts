import type { RegisteredAppRecord } from '@hub/protocol';
import type { GraphQLParameters } from '../graphql/graphql-response.js';
import type { Caller } from '../request/caller.js';
import { asksOfOwnAppAlone } from './asks-for-schema-alone.js';
import type { Manifest } from './manifest.js';
import { documentId, type TrustedDocuments, withText } from './trusted-documents.js';

/**
 * The documents that apps registered at the registry themselves, each app's own, beside those of the operator's folder. A
 * new one is there as soon as the registry says so.
 * @param apps those that registered, by their client ids, as they are now.
 * @param others the folder's; undefined where callers need not register what they ask.
 */
export class DocumentsOfApps implements Pick<TrustedDocuments, 'resolve' | 'of'> {
  constructor(
    private readonly apps: (id: string) => RegisteredAppRecord | undefined,
    private readonly others: Pick<TrustedDocuments, 'resolve' | 'of'> | undefined,
  ) {}

  /** See `TrustedDocuments.resolve`. */
  resolve(parameters: GraphQLParameters, caller: Caller): GraphQLParameters {
    const [id, app] = [documentId(parameters), caller.registered];
    const documents = app && this.apps(app.id)?.documents;
    if (documents && id !== undefined && Object.hasOwn(documents, id)) {
      return withText(parameters, documents[id] ?? '');
    }
    // An app can always look after itself: its state, its secrets and its documents.
    if (documents && id === undefined && asksOfOwnAppAlone(parameters.query ?? '')) return parameters;
    return this.others?.resolve(parameters, caller) ?? parameters;
  }

  /** See `TrustedDocuments.of`: what an app registered itself, and what the folder has of it. */
  of(app: string): Manifest | undefined {
    const [own, others] = [this.apps(app)?.documents, this.others?.of(app)];
    return own && others ? new Map([...others, ...Object.entries(own)]) : own ? new Map(Object.entries(own)) : others;
  }
}
