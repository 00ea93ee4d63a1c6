import { expect } from '@jest/globals';
import type { Told } from './support/client.js';
import { type Attack, type AttackClass, invalid, operation } from './support/attack.js';

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'toJSON',
  'then',
  '__defineSetter__',
];
const polluting = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
const plain = '{ goals { code } }';
const answered: Partial<Told> = {
  status: 200,
  codes: [],
  text: expect.stringMatching(/^\{"data":\{"goals":\[\{"code":/) as unknown as string,
};

const body = (name: string, text: string, expected: Partial<Told>): Attack => ({
  name,
  attack: ({ hub }) => hub.ask(text),
  expected,
});
const get = (name: string, path: string, expected: Partial<Told>): Attack => ({
  name,
  attack: ({ hub }) =>
    hub.fetch(path, { headers: { 'apollo-require-preflight': 'true', accept: 'application/graphql-response+json' } }),
  expected,
});
const header = (name: string, headers: Record<string, string>, expected: Partial<Told>): Attack => ({
  name,
  attack: ({ hub }) => hub.ask({ query: plain }, { headers }),
  expected,
});

const attacks: Attack[] = [
  ...names.map((name) =>
    operation(`calling a root field ${name}`, `{ ${name}: goals { code } }`, {
      status: 200,
      text: expect.stringMatching(new RegExp(`^\\{"data":\\{"${name}":\\[\\{"code":`)) as unknown as string,
    }),
  ),
  ...names.map((name) =>
    operation(`calling a field of an object ${name}`, `{ goal(code: "PUPILS") { ${name}: code } }`, {
      status: 200,
      text: expect.stringContaining(`{"data":{"goal":{"${name}":"PUPILS"}}`) as unknown as string,
    }),
  ),
  operation(
    'calling a field between organisations __proto__',
    '{ __proto__: commune(code: "14845") { __proto__: learningGroups { __proto__: totalCount } } }',
    {
      text: expect.stringContaining('{"data":{"__proto__":{"__proto__":{"__proto__":1}}}') as unknown as string,
    },
    'analyst',
  ),
  operation('asking for the field __proto__', '{ __proto__ }', invalid),
  operation('asking for the field constructor', '{ constructor { name } }', invalid),
  operation('asking a goal for its constructor', '{ goals { constructor } }', invalid),
  operation('a fragment on the type constructor', '{ ... on constructor { goals { code } } }', invalid),
  operation('a fragment on the type __proto__', '{ ... on __proto__ { goals { code } } }', invalid),
  operation('an argument __proto__', '{ goal(code: "PUPILS", __proto__: 1) { code } }', invalid),
  operation('a directive @constructor', '{ goals @constructor { code } }', invalid),
  operation('a fragment called __proto__', '{ ...__proto__ } fragment __proto__ on Query { goals { code } }', answered),
  operation(
    'a fragment called constructor',
    '{ ...constructor } fragment constructor on Query { goals { code } }',
    answered,
  ),
  operation('an operation called __proto__', 'query __proto__ { goals { code } }', answered),
  operation('an operation called constructor', 'query constructor { goals { code } }', answered),
  operation('an enum value constructor', '{ goals { title(language: constructor) } }', invalid),
  body('a body with __proto__', `{"query":"${plain}","__proto__":{"polluted":true}}`, answered),
  body('a body whose __proto__ has the query', `{"__proto__":{"query":"${plain}"}}`, {
    status: 400,
    codes: ['BAD_REQUEST'],
  }),
  body('variables with __proto__', `{"query":"${plain}","variables":${polluting}}`, answered),
  body('extensions with __proto__', `{"query":"${plain}","extensions":${polluting}}`, answered),
  body('a persisted query __proto__', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"__proto__"}}}', {
    status: 400,
    data: undefined,
  }),
  body('a persisted query constructor', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"constructor"}}}', {
    status: 400,
    data: undefined,
  }),
  body('a persisted query that is __proto__', '{"extensions":{"__proto__":{"persistedQuery":{"version":1}}}}', {
    status: 400,
    data: undefined,
  }),
  body('a document id __proto__', '{"documentId":"__proto__"}', { status: 400, data: undefined }),
  body('an operation name that every object has', '{"query":"query A { goals { code } }","operationName":"toString"}', {
    status: 400,
    data: undefined,
  }),
  body(
    'a variable called __proto__',
    '{"query":"query ($__proto__: ID!) { goal(code: $__proto__) { code } }","variables":{"__proto__":"PUPILS"}}',
    { status: 400, data: undefined, codes: ['BAD_USER_INPUT'] },
  ),
  body(
    'a variable called constructor that is not given',
    '{"query":"query ($constructor: ID!) { goal(code: $constructor) { code } }","variables":{}}',
    { status: 400, data: undefined, codes: ['BAD_USER_INPUT'] },
  ),
  body(
    'a value that is an object with __proto__',
    `{"query":"query ($c: ID!) { goal(code: $c) { code } }","variables":{"c":${polluting}}}`,
    { status: 400, data: undefined, codes: ['BAD_USER_INPUT'] },
  ),
  body('variables that are a list', `{"query":"${plain}","variables":[${polluting}]}`, {
    status: 400,
    codes: ['BAD_REQUEST'],
  }),
  get(
    'a parameter __proto__[polluted] in the URL',
    `/graphql?query=${encodeURIComponent(plain)}&__proto__[polluted]=true`,
    answered,
  ),
  get(
    'variables with __proto__ in the URL',
    `/graphql?query=${encodeURIComponent(plain)}&variables=${encodeURIComponent(polluting)}`,
    answered,
  ),
  get('a path __proto__', '/__proto__', { status: 404 }),
  get('a path constructor', '/constructor/prototype', { status: 404 }),
  header(
    'headers called __proto__ and constructor',
    { __proto__x: 'a', ['__proto__']: 'polluted', constructor: 'polluted' },
    answered,
  ),
  header('a content coding constructor', { 'content-encoding': 'constructor' }, { status: 415 }),
  header('a content coding __proto__', { 'content-encoding': '__proto__' }, { status: 415 }),
  header('a media type constructor', { accept: 'constructor/prototype' }, { status: 406 }),
  header(
    'a purpose __proto__',
    { 'x-hub-purpose': '__proto__' },
    { text: expect.not.stringContaining('polluted') as unknown as string },
  ),
  {
    name: 'a part called __proto__ that is deferred',
    attack: ({ hub }) =>
      hub.ask(
        { query: '{ goal(code: "PUPILS") { ... @defer(label: "__proto__") { __proto__: code constructor: title } } }' },
        { headers: { accept: 'multipart/mixed;deferSpec=20220824' } },
      ),
    expected: { status: 200, text: expect.stringContaining('"__proto__":"PUPILS"') },
  },
];

/** Names that every object of JavaScript has, wherever a caller may choose one. */
export const callerPollution: AttackClass = { name: 'names that every object has', attacks };
