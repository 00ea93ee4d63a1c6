import { createSecretKey } from 'node:crypto';
import {
  contentDigest,
  EventSeals,
  type NamedKey,
  readSignature,
  type SignableRequest,
  signatureOf,
  signedAnswer,
  signedRequest,
} from '@hub/protocol';
import type { SignableAnswer } from '../../../subgraphs/protocol/src/http-signature/signed-message.js';
import { signingKeyOf } from './test-keys.js';

/** The key of a session, in the vectors of messages alone. */
const sessionKey = Buffer.alloc(32, 10);
const session: NamedKey = { id: 'AAAAAAAAAAAAAAAAAAAAAA', key: createSecretKey(sessionKey) };

const created = 1_796_000_000;
const body = '{"query":"{ communes { code } }"}';
const caller = Buffer.from(
  JSON.stringify({ subject: 'lan', organisation: 'womens-union', roles: ['staff'], scopes: ['records:read'] }),
).toString('base64url');

const full: SignableRequest = {
  method: 'POST',
  target: '/graphql?x=1',
  headers: {
    'content-digest': contentDigest(body),
    'content-type': ' application/json ',
    'content-encoding': 'identity',
    'hub-caller': caller,
    'hub-purpose': 'steering',
    'x-request-id': 'r-1',
    host: 'subgraph.example',
    'user-agent': 'not covered',
  },
};
const requests: readonly { what: string; request: SignableRequest; key: NamedKey; nonce: string }[] = [
  { what: 'a request with all that can be covered', request: full, key: session, nonce: '1' },
  {
    what: 'a request in nobody’s name, with one header twice',
    request: {
      ...{ method: 'POST', target: '/graphql' },
      headers: {
        'x-request-id': ['r-1', 'r-2'],
        'content-digest': contentDigest(body),
        'content-type': 'application/json',
      },
    },
    ...{ key: session, nonce: '2' },
  },
  {
    what: 'a GET without a body',
    request: { method: 'GET', target: '/graphql', headers: {} },
    key: session,
    nonce: '3',
  },
  {
    what: 'an offer of a session, under a long-lived key',
    request: {
      ...{ method: 'POST', target: '/trust/session' },
      headers: { 'content-type': 'application/json', 'content-digest': contentDigest('{}') },
    },
    ...{ key: signingKeyOf('gateway'), nonce: '0b0e7d6e-5c1b-4c1e-9d0a-1f2e3d4c5b6a' },
  },
];

/** `messages/signatures.json`: requests and answers, what is signed of each, and the headers that signing adds. */
export function signatureVectors(): object {
  const asked = requests.map(({ what, request, key, nonce }) => {
    const { headers, text } = signedRequest(request, key, { created, expires: created + 30, nonce });
    return {
      what,
      kind: 'request',
      ...request,
      keyId: key.id,
      created,
      expires: created + 30,
      nonce,
      base: text,
      added: headers,
    };
  });
  const [first] = requests as [(typeof requests)[number]];
  const requestSignature = signatureOf(
    signedRequest(first.request, first.key, { created, expires: created + 30, nonce: first.nonce }).headers,
  );
  const answerBody = '{"data":{"communes":[{"code":"14758"}]}}';
  const answers: readonly (SignableAnswer & { what: string; key: NamedKey })[] = [
    {
      ...{ what: 'the answer to the first request', status: 200, requestSignature, key: session },
      headers: {
        'content-digest': contentDigest(answerBody),
        'content-type': 'application/json; charset=utf-8',
        date: 'x',
      },
    },
    {
      ...{ what: 'a stream of events, which has no digest', status: 200, requestSignature, key: session },
      headers: { 'content-type': 'text/event-stream' },
    },
    {
      ...{ what: 'an error', status: 500, requestSignature, key: signingKeyOf('organisation') },
      headers: { 'content-digest': contentDigest(''), 'content-type': 'application/json' },
    },
  ];
  return {
    session: { id: session.id, key: sessionKey.toString('base64url') },
    digests: ['', '{}', body, answerBody].map((text) => ({ text, contentDigest: contentDigest(text) })),
    messages: [
      ...asked,
      ...answers.map(({ what, key, ...answer }) => {
        const { headers, text } = signedAnswer(answer, key, created + 1);
        return { what, kind: 'answer', ...answer, keyId: key.id, created: created + 1, base: text, added: headers };
      }),
    ],
  };
}

/** Headers of signatures in other forms than the hub's. */
export function formVectors(): { what: string; 'signature-input'?: string; signature?: string; isRead: boolean }[] {
  const { headers } = signedRequest(full, session, { created, expires: created + 30, nonce: '1' });
  const { 'signature-input': input, signature } = headers;
  const forms: readonly [string, string | undefined, string | undefined][] = [
    ['the form of the hub', input, signature],
    ['without its input', undefined, signature],
    ['without itself', input, undefined],
    ['of another label', input.replace('hub=', 'sig='), signature],
    ['with another signature before it', `sig=(), ${input}`, signature],
    ['with a parameter more', `${input};tag="x"`, signature],
    [
      'with parameters in another order',
      input.replace(/;created=(\d+);expires=(\d+)/, ';expires=$2;created=$1'),
      signature,
    ],
    ['without a time', input.replace(`;created=${created}`, ''), signature],
    ['with an end, but no nonce', input.replace(';nonce="1"', ''), signature],
    ['of another algorithm', input.replace('hmac-sha256', 'rsa-pss-sha512'), signature],
    ['of a key with a space in its name', input.replace(session.id, 'a b'), signature],
    ['that is no sequence of bytes', input, signature.replace('hub=:', 'hub=')],
    ['that is too short', input, 'hub=:AAAA:'],
  ];
  return forms.map(([what, one, other]) => {
    const given = {
      ...(one !== undefined && { 'signature-input': one }),
      ...(other !== undefined && { signature: other }),
    };
    return { what, ...given, isRead: readSignature(given) !== undefined };
  });
}

/** `messages/seals.json`: the seals of the events of one stream, in their order. */
export function sealVectors(): object {
  const request = signatureOf(signedRequest(full, session, { created, expires: created + 30, nonce: '1' }).headers);
  const seals = new EventSeals(session.key, request);
  const events = [
    ['next', '{"data":{"n":1}}'],
    ['next', '{"data":{"n":2}}'],
    ['complete', ''],
  ] as const;
  return {
    answersKey: sessionKey.toString('base64url'),
    requestSignature: request,
    events: events.map(([type, data], index) => ({ index, type, data, seal: seals.next(type, data) })),
  };
}
