import type { ServerResponse } from 'node:http';
import { expect } from '@jest/globals';
import type { Attack, AttackClass } from './support/attack.js';

const thing = '{ thing { name } honest }';
const mine = '{ mine { id name } }';
const none = { status: 200, data: { thing: null, honest: 'honest' } };
const notGraphQL = { ...none, codes: ['SUBGRAPH_INVALID_RESPONSE'] };
const broken = { ...none, codes: ['SUBGRAPH_UNREACHABLE'] };
const late = { ...none, codes: ['SUBGRAPH_TIMEOUT'] };
const noNames = { status: 200, data: { mine: [1, 2, 3].map((id) => ({ id: String(id), name: null })) } };
const whole = '{"data":{"thing":{"name":"N"}}}';

const answers = (
  name: string,
  query: string,
  answer: (response: ServerResponse) => void,
  expected: unknown,
): Attack => ({
  name,
  attack: ({ hostile }) => {
    hostile.answer((_request, response) => {
      answer(response);
    });
    return hostile.ask({ query });
  },
  expected,
});
/** An unchanged body, with given headers. */
const body = (
  name: string,
  text: string | Buffer,
  expected: unknown,
  {
    query = thing,
    status = 200,
    headers = {},
  }: { query?: string; status?: number; headers?: Record<string, string> } = {},
): Attack =>
  answers(
    name,
    query,
    (response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text),
    expected,
  );
/** Bytes instead of an HTTP response. */
const bytes = (name: string, text: string | Buffer, expected: unknown): Attack =>
  answers(name, thing, ({ socket }) => socket?.end(text), expected);
const entities = (name: string, list: string, expected: unknown): Attack =>
  body(name, `{"data":{"_entities":${list}}}`, expected, { query: mine });
/** Where an attacker would like the gateway to go on to. */
const redirect = (status: number, location: string): Attack => ({
  name: `a redirect ${status} to ${location}`,
  attack: async ({ hostile }) => {
    hostile.answer((_request, response) => response.writeHead(status, { location }).end(whole));
    const answer = await hostile.ask({ query: thing });
    return { ...answer, asked: hostile.asked.length };
  },
  expected: { ...broken, asked: 1 },
});
const dripping = (response: ServerResponse, text: string) => {
  const timer = setInterval(() => response.write(text), 20);
  response.once('close', () => {
    clearInterval(timer);
  });
};

const attacks: Attack[] = [
  body('a page of HTML', '<html><script>alert(1)</script></html>', notGraphQL, {
    headers: { 'content-type': 'text/html' },
  }),
  body('a page of HTML that is not found', '<html>404</html>', notGraphQL, {
    status: 404,
    headers: { 'content-type': 'text/html' },
  }),
  body(
    'an error of its proxy, with addresses',
    '<html>connect ECONNREFUSED 10.0.0.7:5432</html>',
    { ...none, text: expect.not.stringContaining('10.0.0.7') },
    { status: 502 },
  ),
  body('JSON that is cut off', '{"data":{"thing":{"na', notGraphQL),
  body('JSON with more after it', `${whole}${whole}`, notGraphQL),
  body('nothing', '', notGraphQL),
  body('nothing, with status 204', '', notGraphQL, { status: 204 }),
  body('not modified', '', { ...none }, { status: 304 }),
  body('null', 'null', notGraphQL),
  body('a list', `[${whole}]`, notGraphQL),
  body('a text', '"data"', notGraphQL),
  body('a number', '1', notGraphQL),
  body('data that are a list', '{"data":[]}', notGraphQL),
  body('data that are a text', '{"data":"thing"}', notGraphQL),
  body('no data and no errors', '{}', notGraphQL),
  body('errors that are an object', '{"errors":{"message":"M"},"data":null}', notGraphQL),
  body('errors that are texts', '{"errors":["M"],"data":null}', notGraphQL),
  body('an error without a message', '{"errors":[{}],"data":null}', { ...none, codes: ['DOWNSTREAM_SERVICE_ERROR'] }),
  body(
    'an error that would set the gateway’s status',
    '{"errors":[{"message":"M","extensions":{"http":{"status":500,"headers":{"set-cookie":"a=b"}},"code":"X"}}],"data":null}',
    { ...none, codes: ['X'], headers: expect.not.objectContaining({ 'set-cookie': expect.anything() }) },
  ),
  body(
    'an error with a stack trace',
    '{"errors":[{"message":"M","extensions":{"stacktrace":["at /srv/secret.ts:1:1"],"exception":{"a":"/srv/secret.ts"},"code":"X"}}],"data":null}',
    { ...none, text: expect.not.stringContaining('secret') },
  ),
  body(
    '60,000 errors',
    JSON.stringify({ data: null, errors: Array.from({ length: 60_000 }, () => ({ message: 'M' })) }),
    { ...none, text: expect.stringContaining('50000 more errors') },
  ),
  body(
    'an error at a place that the caller did not ask for',
    '{"errors":[{"message":"M","path":["secret",0,"place"]}],"data":{"thing":null}}',
    { ...none },
  ),
  body(
    'headers that speak for the gateway',
    whole,
    {
      status: 200,
      data: { thing: { name: 'N' } },
      headers: expect.not.objectContaining({
        'set-cookie': expect.anything(),
        'www-authenticate': expect.anything(),
        'access-control-allow-origin': expect.anything(),
      }),
    },
    {
      headers: {
        'set-cookie': 'session=1',
        'www-authenticate': 'Basic',
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=99999',
      },
    },
  ),
  body('status 401', '{"message":"no"}', notGraphQL, { status: 401 }),
  body('status 500 with the data', whole, { ...none }, { status: 500 }),
  body('status 999', whole, { ...none }, { status: 999 }),
  body('a text for an object', '{"data":{"thing":"N"}}', { ...none, codes: ['SUBGRAPH_INVALID_RESPONSE'] }),
  body('a list for an object', '{"data":{"thing":[{"name":"N"}]}}', { ...none, codes: ['SUBGRAPH_INVALID_RESPONSE'] }),
  body(
    'an object for a list',
    '{"data":{"things":{"name":"N"}}}',
    { data: { things: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ things { name } }' },
  ),
  body(
    'null in a list that has none',
    '{"data":{"things":[{"name":"N"},null]}}',
    { data: { things: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ things { name } }' },
  ),
  body(
    'null for what is never null',
    '{"data":{"must":null}}',
    { data: null, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ must { name } }' },
  ),
  body(
    'null deep in what is never null',
    '{"data":{"thing":{"nested":{"must":null}}}}',
    { data: { thing: { nested: null } }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ thing { nested { must } } }' },
  ),
  body(
    'a text for a number',
    '{"data":{"number":"7"}}',
    { data: { number: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ number }' },
  ),
  body(
    'a number that is too large',
    '{"data":{"number":9007199254740993}}',
    { data: { number: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ number }' },
  ),
  body(
    'a decimal that is infinite',
    '{"data":{"decimal":1e999}}',
    { data: { decimal: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ decimal }' },
  ),
  body(
    'an object for a flag',
    '{"data":{"flag":{}}}',
    { data: { flag: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ flag }' },
  ),
  body(
    'a list for an id',
    '{"data":{"id":["1"]}}',
    { data: { id: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ id }' },
  ),
  body(
    'a value that the enum has not',
    '{"data":{"colour":"BLUE"}}',
    { data: { colour: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ colour }' },
  ),
  body(
    'a list for a list of lists',
    '{"data":{"matrix":[1,2]}}',
    { data: { matrix: [null, null] }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ matrix }' },
  ),
  body(
    'lists 100,000 deep for a list of lists',
    `{"data":{"matrix":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    { status: 200, data: { matrix: expect.anything() } },
    { query: '{ matrix }' },
  ),
  body(
    'a type that there is not',
    '{"data":{"any":{"__typename":"Secret","name":"N"}}}',
    { data: { any: null } },
    { query: '{ any { ... on Thing { name } } }' },
  ),
  body(
    'an object of a union without its type',
    '{"data":{"any":{"name":"N"}}}',
    { data: { any: null } },
    { query: '{ any { ... on Thing { name } } }' },
  ),
  body(
    'JSON 100,000 deep',
    `{"data":{"json":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    { status: 200, data: { json: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ json }' },
  ),
  body(
    'objects 100,000 deep',
    `{"data":{"json":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}}`,
    { status: 200, data: { json: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ json }' },
  ),
  body(
    'objects 100,000 deep where none were asked for',
    `{"data":{"thing":{"name":"N","nested":${'{"nested":'.repeat(90_000)}1${'}'.repeat(90_000)}}}}`,
    { status: 200, data: { thing: { name: 'N' } } },
  ),
  body(
    'JSON 100,000 deep that another subgraph is sent',
    // The gateway gives required fields its own response keys.
    `{"data":{"thing":{"_key_id":"1","_need1_json":${'['.repeat(100_000)}${']'.repeat(100_000)}}}}`,
    { status: 200, data: { thing: { aboutJson: 'nothing' } } },
    { query: '{ thing { aboutJson } }' },
  ),
  body(
    'JSON 100,000 deep in an object that is there twice',
    `{"data":{"thing":{"id":"1","json":${'['.repeat(100_000)}${']'.repeat(100_000)}},"number":1}}`,
    { status: 200, data: { thing: { json: null, own: null }, number: 1 }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ thing { json own } number }' },
  ),
  body(
    'errors 90,000 deep',
    `{"data":null,"errors":[{"message":"M","extensions":{"a":${'{"a":'.repeat(90_000)}1${'}'.repeat(90_000)}}}]}`,
    { ...none, codes: ['DOWNSTREAM_SERVICE_ERROR'] },
  ),
  body('a field twice', '{"data":{"thing":{"name":"N","name":"M"}}}', { data: { thing: { name: 'M' } } }),
  body('half surrogate pairs', '{"data":{"thing":{"name":"\\ud800\\udfff\\ud800"}}}', { status: 200 }),
  entities('too few entities', '[{"name":"A"}]', noNames),
  entities('too many entities', '[{"name":"A"},{"name":"B"},{"name":"C"},{"name":"D"}]', noNames),
  entities('no entities', '[]', noNames),
  entities('entities that are null', 'null', noNames),
  entities('entities that are a text', '"abc"', noNames),
  entities('an object for the entities', '{"0":{"name":"A"},"length":3}', noNames),
  entities('texts for entities', '["A","B","C"]', noNames),
  entities('lists for entities', '[[{"name":"A"}],[],[]]', noNames),
  entities('another entity’s key', '[{"id":"3","name":"A"},{"id":"1","name":"B"},{"id":"2","name":"C"}]', {
    data: {
      mine: [
        { id: '1', name: 'A' },
        { id: '2', name: 'B' },
        { id: '3', name: 'C' },
      ],
    },
  }),
  body('another organisation’s field at the root', '{"data":{"thing":{"name":"N"},"honest":"forged","mine":[]}}', {
    data: { thing: { name: 'N' }, honest: 'honest' },
  }),
  body(
    'another organisation’s field of an entity',
    '{"data":{"_entities":[{"name":"A","own":"forged"},{"name":"B","own":"forged"},{"name":"C","own":"forged"}]}}',
    { text: expect.not.stringContaining('forged') },
    { query: '{ mine { own name } }' },
  ),
  entities('numbers for names', '[{"name":1},{"name":{}},{"name":"C"}]', {
    data: { mine: [{ name: null }, { name: null }, { name: 'C' }] },
  }),
  body(
    'two megabytes',
    JSON.stringify({ data: { text: 'x'.repeat(2_000_000) } }),
    { data: { text: null }, codes: ['SUBGRAPH_INVALID_RESPONSE'] },
    { query: '{ text }' },
  ),
  answers(
    'more than it announced, without an end',
    '{ text }',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      dripping(response, 'x'.repeat(100_000));
    },
    { data: { text: null } },
  ),
  answers(
    'a byte now and then',
    thing,
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      dripping(response, ' ');
    },
    late,
  ),
  answers(
    'a head and nothing more',
    thing,
    (response) => {
      response.flushHeaders();
    },
    late,
  ),
  answers('nothing at all', thing, () => undefined, late),
  answers(
    'headers now and then',
    thing,
    ({ socket }) => {
      socket?.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket?.write('x-more: y\r\n'), 50);
      socket?.once('close', () => {
        clearInterval(timer);
      });
    },
    late,
  ),
  answers('the end of the connection', thing, (response) => response.destroy(), broken),
  answers(
    'the end of the connection in its answer',
    thing,
    (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"data":', () => response.destroy());
    },
    broken,
  ),
  bytes('what is no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n', broken),
  bytes('HTTP/0.9', whole, broken),
  bytes(
    'a response within the headers of another',
    `HTTP/1.1 200 OK\r\ncontent-length: 0\r\ncontent-length: ${whole.length}\r\n\r\n${whole}`,
    broken,
  ),
  bytes('a length below zero', `HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n${whole}`, broken),
  bytes(
    'a length and chunks',
    `HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n\r\n`,
    broken,
  ),
  bytes('chunks that are none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', broken),
  bytes(
    'headers of a megabyte',
    `HTTP/1.1 200 OK\r\nx-large: ${'x'.repeat(1_000_000)}\r\ncontent-length: 0\r\n\r\n`,
    broken,
  ),
  bytes('50,000 headers', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(50_000)}content-length: 0\r\n\r\n`, broken),
  bytes(
    'a switch to another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    broken,
  ),
  bytes(
    'a second response that nobody asked for',
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${whole.length}\r\n\r\n${whole}HTTP/1.1 200 OK\r\ncontent-length: 33\r\n\r\n{"data":{"thing":{"name":"POISON"`,
    { status: 200, data: { thing: { name: 'N' } } },
  ),
  body('an honest answer after all of this', whole, { status: 200, data: { thing: { name: 'N' }, honest: 'honest' } }),
  redirect(301, 'http://169.254.169.254/latest/meta-data/'),
  redirect(302, 'http://127.0.0.1:1/'),
  redirect(303, '//[fe80::1]/'),
  redirect(307, 'file:///etc/passwd'),
  redirect(308, 'http://metadata.google.internal/computeMetadata/v1/'),
];

/** Invalid answers of a subgraph. */
export const hostileAnswers: AttackClass = { name: 'hostile answers of a subgraph', attacks };
