import type { Check, Group } from './check.js';
import { again, type Refusals, unsigned, withHeader } from './refusals.js';
import { type Exchange, type Sent, type Session, type Signing, type ExaminedSubgraph, unmet } from './examined.js';

const anything = { query: '{ __typename }' };

/** Requires a signed answer with data. @throws Unmet */
function answeredWell(subgraph: ExaminedSubgraph, exchange: Exchange, session: Session): void {
  const body = subgraph.genuine(exchange, 200, [{ id: session.id, key: session.keys.answers }]);
  if (!body.includes('"__typename"')) throw unmet(exchange, 'data with __typename');
}

/** Checks that the subgraph accepts a gateway's signed request, and refuses an altered, repeated, stale or foreign one. */
export function messageChecks(subgraph: ExaminedSubgraph, refusals: Refusals): Group {
  const refused = (name: string, signing: (session: Session) => Signing, maySign = false): Check => ({
    name,
    run: async () => {
      refusals.expect(await subgraph.ask(anything, signing(await subgraph.session())), maySign);
    },
  });
  const changed = (name: string, change: (request: Sent) => Sent) => refused(name, () => ({ change }));
  return {
    name: 'messages',
    page: 'docs/protocol/messages.md',
    checks: [
      {
        name: 'a request of a session is answered, and the answer is signed',
        run: async () => {
          answeredWell(subgraph, await subgraph.ask(anything), await subgraph.session());
        },
      },
      changed('a request without a signature is refused', unsigned),
      changed(
        'a request without Signature-Input is refused',
        ({ headers: { 'signature-input': _input, ...headers }, ...request }) => ({
          ...request,
          headers,
        }),
      ),
      changed('a signature of another label is refused', (request) => ({
        ...request,
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [
            name,
            name.startsWith('signature') ? value.replace('hub=', 'sig=') : value,
          ]),
        ),
      })),
      {
        name: 'a request that comes again is refused',
        run: async () => {
          const first = await subgraph.ask(anything);
          answeredWell(subgraph, first, await subgraph.session());
          refusals.expect(await again(subgraph, first));
        },
      },
      {
        name: 'a request that comes late, after later ones, is answered',
        run: async () => {
          const session = await subgraph.agree();
          answeredWell(subgraph, await subgraph.ask(anything, { nonce: '3' }, session), session);
          answeredWell(subgraph, await subgraph.ask(anything, { nonce: '2' }, session), session);
        },
      },
      {
        name: 'a request 65,536 numbers or more behind is refused',
        run: async () => {
          const session = await subgraph.agree();
          answeredWell(subgraph, await subgraph.ask(anything, { nonce: '70000' }, session), session);
          refusals.expect(await subgraph.ask(anything, { nonce: '4464' }, session));
        },
      },
      refused('a request that has expired is refused', () => ({ created: -61 })),
      refused('a request from the future is refused', () => ({ created: 90 })),
      refused('a request that is good for too long is refused', () => ({ goodFor: 90 })),
      refused('a nonce that is no number is refused', () => ({ nonce: 'one' })),
      changed('a purpose that was changed is refused', withHeader('hub-purpose', 'another')),
      changed(
        'a caller that was changed is refused',
        withHeader('hub-caller', Buffer.from('{}').toString('base64url')),
      ),
      refused('a purpose that was added is refused', () => ({
        headers: { accept: 'application/json' },
        change: withHeader('hub-purpose', subgraph.options.purpose),
      })),
      changed('a request id that was changed is refused', withHeader('x-request-id', 'another')),
      changed('a query of the address that was added is refused', (request) => ({
        ...request,
        target: `${request.target}${request.target.includes('?') ? '&' : '?'}a=b`,
      })),
      changed('a body that was changed is refused', (request) => ({
        ...request,
        body: '{"query":"{ x: __typename }"}',
      })),
      changed('a digest and a body that were changed are refused', withHeader('content-digest', 'sha-256=:AAAA:')),
      refused(
        'a request of an unknown session is refused',
        ({ keys }) => ({ key: { id: 'unknown', key: keys.requests } }),
        true,
      ),
      refused('a request signed with the key of answers is refused', ({ id, keys }) => ({
        key: { id, key: keys.answers },
      })),
      refused('a request under the long-lived key is refused', () => ({ key: subgraph.options.key }), true),
      {
        name: 'a header that is not covered may be added on the way',
        run: async () => {
          const exchange = await subgraph.ask(anything, { change: withHeader('x-forwarded-for', '192.0.2.1') });
          answeredWell(subgraph, exchange, await subgraph.session());
        },
      },
      {
        name: 'after all refusals the session is still good',
        run: async () => {
          answeredWell(subgraph, await subgraph.ask(anything), await subgraph.session());
        },
      },
    ],
  };
}
