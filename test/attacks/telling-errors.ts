import { expect } from '@jest/globals';
import { type Attack, type AttackClass, operation, times } from './support/attack.js';
import { plantedToken } from './support/attacked-hub.js';
import { sendRaw, type Told } from './support/client.js';

const silent = (word: RegExp): Partial<Told> => ({ text: expect.not.stringMatching(word) as unknown as string });
const path = (name: string, endpoint: string, expected: unknown = { status: 404 }): Attack => ({
  name,
  attack: ({ hub }) => hub.fetch(endpoint),
  expected,
});
const raw = (name: string, text: string, expected: unknown): Attack => ({
  name,
  attack: ({ hub }) => sendRaw(hub.url, [text]),
  expected,
});
const body = (name: string, text: string, expected: unknown): Attack => ({
  name,
  attack: ({ hub }) => hub.ask(text),
  expected,
});

const attacks: Attack[] = [
  operation('a field that is nearly one', '{ learningGroup(code: "G") { membrs } }', silent(/members|did you mean/i)),
  operation('a root that is nearly one', '{ learningGroops { totalCount } }', silent(/learningGroups|did you mean/i)),
  operation('an argument that is nearly one', '{ goal(cod: "X") { code } }', silent(/did you mean/i)),
  operation('an enum value that is nearly one', '{ goals { title(language: VE) } }', silent(/did you mean/i)),
  operation(
    'a type that is nearly one',
    '{ goals { ... on LearningGruop { code } } }',
    silent(/LearningGroup\b|did you mean/i),
  ),
  operation(
    'a variable’s type that is nearly one',
    'query ($a: Languag) { goals { title(language: $a) } }',
    silent(/"Language"|did you mean/i),
  ),
  operation('a directive that is nearly one', '{ goals @inclde(if: true) { code } }', silent(/did you mean/i)),
  body(
    'an enum value in a variable that is nearly one',
    '{"query":"query ($l: Language!) { goals { title(language: $l) } }","variables":{"l":"VE"}}',
    silent(/did you mean/i),
  ),
  operation('how many tokens there may be', `{ ${times(5000, () => 'goals')} }`, silent(/\b4000\b/)),
  operation(
    'how deep it may be',
    `{ goal(code: "X") { ${'progress { goal { '.repeat(15)}code${' } }'.repeat(15)} } }`,
    silent(/\b20\b/),
  ),
  operation(
    'what it may cost, which is documented: who asks must know what to ask less of',
    `{ ${times(50, (i) => `a${i}: communes(first: 500) { nodes { code } }`)} }`,
    { status: 400, text: expect.stringMatching(/: COST may be 10000, got \d+\.","extensions"/) as unknown as string },
  ),
  {
    name: 'how large a body may be',
    attack: ({ hub }) => hub.ask({ query: '{ goals { code } }', more: 'x'.repeat(2_000_000) }),
    expected: { status: 413, ...silent(/1048576|bytes/) },
  },
  operation(
    'SQL by a value that no database takes',
    '{ commune(code: "a\\u0000b") { code } }',
    silent(/sql|invalid byte|encoding/i),
  ),
  operation(
    'SQL by a number that no database takes',
    '{ communes(first: 2147483647) { totalCount } }',
    silent(/sql|range|integer out/i),
  ),
  operation(
    'the database by a page after a cursor',
    '{ communes(after: "eyI6Ij8=") { nodes { code } } }',
    silent(/sql|column|json at position/i),
  ),
  body('the parser by a body that is no JSON', '{"query":', { status: 400, ...silent(/position|unexpected/i) }),
  body('the parser by a body that is empty', '', { status: 400, ...silent(/unexpected end/i) }),
  body('the program by a query that is a number', '{"query":1}', { status: 400 }),
  path('a path with a token in its query', `/nothing?access_token=${plantedToken}`),
  {
    name: 'a path with a token in a cookie and in headers',
    attack: ({ hub }) =>
      hub.fetch('/nothing', {
        headers: {
          cookie: `token=${plantedToken}`,
          authorization: `Bearer ${plantedToken}`,
          referer: `http://a/?${plantedToken}`,
        },
      }),
    expected: { status: 404 },
  },
  {
    name: 'a token that is none, and variables with it',
    attack: ({ hub }) =>
      hub.ask(
        { query: 'query ($first: Int) { communes(first: $first) { totalCount } }', variables: { first: plantedToken } },
        { headers: { authorization: `Bearer ${plantedToken}` } },
      ),
    expected: { status: 401, ...silent(new RegExp(plantedToken)) },
  },
  body(
    'a value that is refused',
    `{"query":"query ($first: Int) { communes(first: $first) { totalCount } }","variables":{"first":"${plantedToken}"}}`,
    {
      status: 400,
    },
  ),
  path('a path', '/etc/passwd'),
  path('a path above', '/graphql/../../etc/passwd'),
  path('a path above in another spelling', '/%2e%2e%2f%2e%2e%2fetc%2fpasswd'),
  path('a path that is no URL', '/%', { status: 400 }),
  path('the environment', '/.env'),
  path('the history', '/.git/config'),
  path('an endpoint of the operator', '/operator/subject'),
  path('a page for debugging', '/debug/pprof/'),
  path('a path with NUL', '/graphql%00', { status: expect.any(Number) }),
  path('a callback of nobody', '/callback/__proto__'),
  {
    name: 'a callback by post',
    attack: ({ hub }) =>
      hub.fetch('/callback/x', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }),
    expected: { status: 404, ...silent(/position|unexpected/i) },
  },
  path('what the server is', '/', {
    headers: expect.not.objectContaining({ server: expect.anything(), 'x-powered-by': expect.anything() }),
  }),
  path('who is alive', '/healthz', { status: 200, text: '{"status":"alive"}' }),
  raw('what is no HTTP', 'hello\r\n\r\n', { status: 400, ...silent(/parse|HPE_|node/i) }),
  raw('a method that there is not', 'EVIL / HTTP/1.1\r\nhost: a\r\n\r\n', {
    status: 400,
    ...silent(/parse|HPE_|node/i),
  }),
  raw('a version that there is not', 'GET / HTTP/9.9\r\nhost: a\r\n\r\n', {
    status: 400,
    ...silent(/parse|HPE_|node/i),
  }),
  {
    name: 'an organisation that is away',
    attack: ({ hostile }) => {
      hostile.answer((_request, response) => response.destroy());
      return hostile.ask({ query: '{ text }' });
    },
    expected: { data: { text: null }, errors: [{ message: 'hostile cannot be reached.' }] },
  },
];

/** Questions whose errors would tell more than the answer. */
export const tellingErrors: AttackClass = { name: 'errors that tell', attacks };
