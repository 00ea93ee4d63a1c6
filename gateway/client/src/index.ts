/** Client of a hub: tokens, purpose, retries, streams, pages, and figures of one version. */
export type { Document, TypedDocument } from './document.js';
export { FiguresChanged, type GraphQLFault, HubError } from './errors.js';
export { type Answer, Hub, type HubOptions, type RequestOptions } from './hub-client.js';
export { type Connection, figuresVersion, type Paged, pages, type WholeList, wholeList } from './pages.js';
export type { Retries } from './retry.js';
export { subscribe } from './subscribe.js';
export type { ClientCredentials, Tokens } from './token.js';
