import { randomUUID } from 'node:crypto';
import { pageAddresses } from '../../../gateway/src/portal-files/page-addresses.js';

/** A proper request to an endpoint. */
export interface Example {
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The caller: staff of the Women's Union; anonymous unless given. */
  readonly as?: 'staff';
  /** Why its answer is not measured where it is not: it never ends, or it is asked over another protocol. */
  readonly notMeasured?: string;
}

const json = { 'content-type': 'application/json' };
const page = { headers: { accept: 'text/html' } };
const rpc = {
  headers: { ...json, accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-06-18' },
};
const message = (method: string) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: {} });

/** One of each endpoint of the gateway that is no page, by its method and path. */
const known: Readonly<Record<string, Example>> = {
  'POST /graphql': { path: '/graphql', headers: json, body: '{"query":"{ goals { code } }"}' },
  'GET /graphql': { path: '/graphql?query=%7Bgoals%7Bcode%7D%7D' },
  'UPGRADE /graphql': {
    ...{ path: '/graphql', headers: { connection: 'upgrade', upgrade: 'websocket' } },
    notMeasured: 'a connection that stays',
  },
  'POST /callback/:id': { path: '/callback/x', headers: json, body: '{}' },
  'GET /export': { path: '/export' },
  'GET /export/:file': { path: '/export/communes.csv?columns=code' },
  'GET /catalogue.jsonld': { path: '/catalogue.jsonld' },
  'GET /openapi.json': { path: '/openapi.json' },
  'GET /events.atom': { path: '/events.atom' },
  'GET /events': { path: '/events', notMeasured: 'a stream that never ends' },
  'POST /mcp': { path: '/mcp', ...rpc, body: message('ping') },
  'GET /mcp': { path: '/mcp' },
  'DELETE /mcp': { path: '/mcp' },
  'GET /panels.json': { path: '/panels.json' },
  'GET /schema.graphql': { path: '/schema.graphql?role=anonymous' },
  'GET /healthz': { path: '/healthz' },
  'GET /readyz': { path: '/readyz' },
  'GET /metrics': { path: '/metrics' },
  'GET /.well-known/oauth-protected-resource': { path: '/.well-known/oauth-protected-resource' },
  'GET /.well-known/oauth-protected-resource/mcp': { path: '/.well-known/oauth-protected-resource/mcp' },
  'GET /changes': { path: '/changes' },
  'GET /changes.json': { path: '/changes.json' },
  'GET /changes.atom': { path: '/changes.atom' },
  'GET /mail/:what': { path: `/mail/confirm?token=${'a'.repeat(40)}` },
  'POST /mail/:what': { path: `/mail/confirm?token=${'a'.repeat(40)}`, body: '' },
  'GET /organisations/:code/imports/*': { path: '/organisations/womens-union/imports/kinds', as: 'staff' },
  'POST /organisations/:code/imports/*': {
    ...{ path: '/organisations/womens-union/imports/files/none/check', as: 'staff' },
    ...{ headers: json, body: '{}' },
  },
  'DELETE /organisations/:code/imports/*': { path: '/organisations/womens-union/imports/files/none', as: 'staff' },
  'POST /link/v1/:what': { path: '/link/v1/exchanges', headers: json, body: '{"message":"","signature":""}' },
  'GET /docs': { path: '/docs' },
  'GET /docs/*': { path: '/docs/none.md' },
  'GET /packages/:name': { path: '/packages/none.tgz' },
  'GET /llms.txt': { path: '/llms.txt' },
  'GET /portal.json': { path: '/portal.json' },
  'GET /parts.json': { path: '/parts.json' },
  'GET /assets/:name': { path: `/assets/${randomUUID()}.js` },
};

/**
 * How an endpoint is asked.
 * @throws Error for an endpoint without an example above: add one with each new endpoint.
 */
export function exampleOf(method: string, path: string): Example {
  const one = known[`${method} ${path}`];
  if (one) return one;
  const role = /^\/schema\/([a-z-]+)\.graphql$/.exec(path)?.[1];
  if (method === 'GET' && role !== undefined) return { path: `/schema/anonymous.graphql` };
  if (isPage(method, path)) return { path: path.replace(':code', 'x'), ...page };
  throw new Error(`Expected an example of ${method} ${path} in test/attacks/every-endpoint/examples.ts.`);
}

/** Whether an endpoint is a page of the portal, which are all alike. */
export function isPage(method: string, path: string): boolean {
  return method === 'GET' && (pageAddresses as readonly string[]).includes(path);
}
