import { expect } from '@jest/globals';
import { type Attack, type AttackClass, malformed } from './support/attack.js';

const plain = '{"query":"{ goals { code } }"}';
const sends = (name: string, type: string, bytes: Buffer | string, expected: unknown): Attack => ({
  name,
  attack: ({ hub }) =>
    hub.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': type, accept: 'application/graphql-response+json' },
      body: bytes as never,
    }),
  expected,
});
const answers = (name: string, type: string, bytes: Buffer | string, expected: unknown): Attack => ({
  name,
  attack: ({ hostile }) => {
    hostile.answer((_request, response) => response.setHeader('content-type', type).end(bytes));
    return hostile.ask({ query: '{ text honest }' });
  },
  expected,
});
const json = 'application/json';
const unsupported = { status: 415, codes: ['UNSUPPORTED_MEDIA_TYPE'], data: undefined };
const wrong = { status: 400, codes: ['BAD_REQUEST'], data: undefined };
const withCode = (code: string) =>
  `{"query":"query ($c: ID!) { commune(code: $c) { code } }","variables":{"c":"${code}"}}`;

const attacks: Attack[] = [
  sends('UTF-16 that says so', `${json}; charset=utf-16`, Buffer.from(plain, 'utf16le'), unsupported),
  sends('UTF-16 that does not say so', json, Buffer.from(plain, 'utf16le'), { status: 400 }),
  sends('UTF-7', `${json}; charset=utf-7`, plain, unsupported),
  sends(
    'Latin-1',
    `${json}; charset=iso-8859-1`,
    Buffer.from('{"query":"{ goals { code } } #é"}', 'latin1'),
    unsupported,
  ),
  sends(
    'Latin-1 that says to be UTF-8',
    `${json}; charset=utf-8`,
    Buffer.from('{"query":"{ goals { code } } #é"}', 'latin1'),
    wrong,
  ),
  sends('a charset that there is not', `${json}; charset=__proto__`, plain, unsupported),
  sends('UTF-8 in capitals and quotes', `${json}; charset="UTF-8"`, plain, { status: 200 }),
  sends(
    'bytes that are no UTF-8',
    json,
    Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    wrong,
  ),
  sends(
    'an overlong slash',
    json,
    Buffer.concat([Buffer.from('{"query":"{ a } #'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    wrong,
  ),
  sends(
    'surrogates as UTF-8',
    json,
    Buffer.concat([Buffer.from('{"query":"{ a } #'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    wrong,
  ),
  sends('a byte order mark', json, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(plain)]), {
    status: 400,
  }),
  sends('NUL in a value', json, withCode('\\u0000'), {
    status: expect.any(Number),
    codes: expect.not.arrayContaining(['INTERNAL_SERVER_ERROR']),
  }),
  sends('half a surrogate pair in a value', json, withCode('\\ud800'), {
    codes: expect.not.arrayContaining(['INTERNAL_SERVER_ERROR']),
  }),
  sends('a text that is written from right to left', json, withCode('\u202e14845'), malformed),
  sends('digits of another script', json, withCode('１４８４５'), malformed),
  answers('UTF-16 from a subgraph', `${json}; charset=utf-16`, Buffer.from('{"data":{"text":"T"}}', 'utf16le'), {
    data: { text: null, honest: 'honest' },
  }),
  answers('bytes that are no UTF-8, from a subgraph', json, Buffer.from([0x7b, 0xff, 0x7d]), {
    data: { text: null, honest: 'honest' },
  }),
  answers(
    'a byte order mark from a subgraph',
    json,
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"data":{"text":"T"}}')]),
    { status: 200, data: { honest: 'honest' } },
  ),
  answers('a text that would end a script', json, '{"data":{"text":"</script><script>alert(1)</script>"}}', {
    status: 200,
    headers: expect.objectContaining({
      'content-type': expect.stringContaining('json'),
      'x-content-type-options': 'nosniff',
    }),
  }),
];

/** Texts that are not what they say to be. */
export const oddCharsets: AttackClass = { name: 'odd charsets', attacks };
