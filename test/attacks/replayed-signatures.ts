import { contentDigest } from '@hub/protocol';
import { callerWith, send, type SentRequest } from '../support/signing-gateway.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { Target } from './support/target.js';

const query = '{ __typename }';
const refused = { status: 401 };
const caller = callerWith('progress:read');
const operator = callerWith('progress:read', 'records:read', 'audit:read');

/** A request that the gateway signed, changed on its way. */
const altered = (name: string, change: (request: SentRequest) => void): Attack => ({
  name,
  attack: ({ hub }) => hub.signingGateway('womens-union').ask(query, { caller, purpose: 'steering', change }),
  expected: refused,
});
const header = (name: string, value: string) =>
  altered(`the header ${name} changed`, ({ headers }) => (headers[name] = value));
/** What was signed for one subgraph, sent to another. */
const elsewhere = (from: string, to: string): Attack => ({
  name: `what was signed for ${from} at ${to}`,
  attack: async ({ hub }: Target) => {
    const { sent } = await hub.signingGateway(from).ask(query, { caller });
    return send({ ...sent, url: `${hub.subgraphUrl(to)}/graphql` });
  },
  expected: refused,
});
const at = (name: string, seconds: number): Attack => ({
  name,
  attack: async ({ hub }) => {
    const gateway = hub.signingGateway('womens-union');
    await gateway.ask(query);
    const now = Date.now;
    Date.now = () => now() + seconds * 1000;
    try {
      return await gateway.ask(query, { caller });
    } finally {
      Date.now = now;
    }
  },
  expected: refused,
});

const attacks: Attack[] = [
  {
    name: 'none of all this: a request as it was signed',
    attack: ({ hub }) => hub.signingGateway('womens-union').ask(query, { caller }),
    expected: { status: 200, verdict: 'genuine' },
  },
  {
    name: 'a request once more',
    attack: async ({ hub }) => send((await hub.signingGateway('womens-union').ask(query, { caller })).sent),
    expected: refused,
  },
  {
    name: 'a request 20 times at once',
    attack: async ({ hub }) => {
      const { sent } = await hub.signingGateway('womens-union').ask(query, { caller });
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(sent)));
      return { statuses: [...new Set(answers.map(({ status }) => status))] };
    },
    expected: { statuses: [401] },
  },
  {
    name: 'an agreement once more',
    attack: async ({ hub }) => {
      const gateway = hub.signingGateway('womens-union');
      await gateway.ask(query);
      return send(gateway.sent[0] as SentRequest);
    },
    expected: refused,
  },
  {
    name: 'an agreement with another subgraph',
    attack: async ({ hub }) => {
      const gateway = hub.signingGateway('womens-union');
      await gateway.ask(query);
      const sent = gateway.sent[0] as SentRequest;
      return send({ ...sent, url: sent.url.replace(hub.subgraphUrl('womens-union'), hub.subgraphUrl('youth-union')) });
    },
    expected: refused,
  },
  elsewhere('womens-union', 'youth-union'),
  elsewhere('university', 'audit'),
  elsewhere('movement', 'public-sector'),
  header('hub-caller', operator),
  header('hub-purpose', 'other'),
  header('x-request-id', 'another'),
  header('content-type', 'application/json; charset=utf-8'),
  header('content-encoding', 'identity'),
  altered('the caller taken away', ({ headers }) => {
    delete headers['hub-caller'];
  }),
  altered('the caller taken out of the signature', ({ headers }) => {
    delete headers['hub-caller'];
    headers['signature-input'] = headers['signature-input']?.replace(' "hub-caller"', '') ?? '';
  }),
  altered('another body', (request) => (request.body = JSON.stringify({ query: '{ _service { sdl } }' }))),
  altered('another body with its digest', (request) => {
    request.body = JSON.stringify({ query: '{ _service { sdl } }' });
    request.headers['content-digest'] = contentDigest(request.body);
  }),
  altered('a parameter in the URL', (request) => (request.url += '?query={__typename}')),
  altered(
    'the signature of zeros',
    ({ headers }) => (headers['signature'] = `hub=:${Buffer.alloc(32).toString('base64')}:`),
  ),
  altered(
    'two signatures',
    ({ headers }) => (headers['signature'] = `${headers['signature']}, hub=:${Buffer.alloc(32).toString('base64')}:`),
  ),
  altered(
    'another algorithm',
    ({ headers }) => (headers['signature-input'] = headers['signature-input']?.replace('hmac-sha256', 'none') ?? ''),
  ),
  altered(
    'a longer life',
    ({ headers }) =>
      (headers['signature-input'] = headers['signature-input']?.replace(/expires=\d+/, 'expires=9999999999') ?? ''),
  ),
  altered(
    'another number',
    ({ headers }) =>
      (headers['signature-input'] = headers['signature-input']?.replace(/nonce="[^"]+"/, 'nonce="123"') ?? ''),
  ),
  altered(
    'a key called __proto__',
    ({ headers }) =>
      (headers['signature-input'] = headers['signature-input']?.replace(/keyid="[^"]+"/, 'keyid="__proto__"') ?? ''),
  ),
  at('a request of a minute ago', -60),
  at('a request from the future', 60),
  {
    name: 'the gateway’s own keys, for records beyond the caller’s rights',
    attack: async ({ hub }) => {
      const { status, text } = await hub
        .signingGateway('womens-union')
        .ask('{ learningGroup(code: "G") { code } }', { caller });
      return { status, errors: (JSON.parse(text) as { errors?: unknown[] }).errors?.length };
    },
    expected: { status: 403, errors: 1 },
  },
];

/** What the gateway signed, sent again, elsewhere, or as something else. */
export const replayedSignatures: AttackClass = { name: 'replayed and swapped signatures', attacks };
