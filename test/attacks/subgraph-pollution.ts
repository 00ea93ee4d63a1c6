import { expect } from '@jest/globals';
import { type Attack, type AttackClass, wholeAnswer } from './support/attack.js';

const evil =
  '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"prototype":{"polluted":true}';
const thing = '{ thing { name } }';
const mine = '{ mine { id name } }';

/** The hostile subgraph answers with a text. */
const text = (name: string, query: string, answer: string, expected: unknown): Attack => ({
  name,
  attack: ({ hostile }) => {
    hostile.answer((_request, response) => response.setHeader('content-type', 'application/json').end(answer));
    return hostile.ask({ query });
  },
  expected,
});
const named = { status: 200, text: wholeAnswer('{"thing":{"name":"N"}}') };
const failed = { status: 200, data: { thing: null }, codes: ['DOWNSTREAM_SERVICE_ERROR'] };

const attacks: Attack[] = [
  text('in the response', thing, `{${evil},"data":{"thing":{"name":"N"}}}`, named),
  text('in its data', thing, `{"data":{${evil},"thing":{"name":"N"}}}`, named),
  text('in an object', thing, `{"data":{"thing":{${evil},"name":"N"}}}`, named),
  text(
    'in an object within an object',
    '{ thing { nested { name } } }',
    `{"data":{"thing":{"nested":{${evil},"name":"N"}}}}`,
    { text: wholeAnswer('{"thing":{"nested":{"name":"N"}}}') },
  ),
  text(
    'in the objects of a list',
    '{ things { name } }',
    `{"data":{"things":[{${evil},"name":"N"},{${evil},"name":"M"}]}}`,
    { text: wholeAnswer('{"things":[{"name":"N"},{"name":"M"}]}') },
  ),
  text('in the response’s extensions', thing, `{"data":{"thing":{"name":"N"}},"extensions":{${evil}}}`, named),
  text('in the place of all data', thing, `{"__proto__":{"data":{"thing":{"name":"N"}}}}`, {
    data: { thing: null },
    codes: ['SUBGRAPH_INVALID_RESPONSE'],
  }),
  text('in the place of a field', thing, `{"data":{"__proto__":{"thing":{"name":"N"}}}}`, { data: { thing: null } }),
  text('in the place of a name', thing, `{"data":{"thing":{"__proto__":{"name":"N"}}}}`, {
    data: { thing: { name: null } },
  }),
  text('in an error', thing, `{"errors":[{${evil},"message":"M"}],"data":null}`, failed),
  text('in an error’s extensions', thing, `{"errors":[{"message":"M","extensions":{${evil}}}],"data":null}`, failed),
  text(
    'in an error’s extensions, deep',
    thing,
    `{"errors":[{"message":"M","extensions":{"a":{"b":[{${evil}}]}}}],"data":null}`,
    failed,
  ),
  text('in an error’s path', thing, '{"errors":[{"message":"M","path":["__proto__","polluted"]}],"data":null}', failed),
  text(
    'in an error’s path, by the constructor',
    thing,
    '{"errors":[{"message":"M","path":["thing","constructor","prototype","polluted"]}],"data":null}',
    failed,
  ),
  text('in an error’s locations', thing, `{"errors":[{"message":"M","locations":[{${evil}}]}],"data":null}`, failed),
  text('as an error’s code', thing, '{"errors":[{"message":"M","extensions":{"code":"__proto__"}}],"data":null}', {
    data: { thing: null },
    codes: ['__proto__'],
  }),
  text(
    'as an error’s code that is no text',
    thing,
    `{"errors":[{"message":"M","extensions":{"code":{${evil}}}}],"data":null}`,
    { status: 200, data: { thing: null } },
  ),
  text(
    'as an error’s service',
    thing,
    '{"errors":[{"message":"M","extensions":{"serviceName":"__proto__"}}],"data":null}',
    { errors: [{ extensions: { serviceName: 'hostile' } }] },
  ),
  text('in a scalar that is any JSON', '{ json }', `{"data":{"json":{${evil},"a":1}}}`, {
    text: wholeAnswer(`{"json":{${evil},"a":1}}`),
  }),
  text('in a scalar that is any JSON, within lists', '{ json }', `{"data":{"json":[[{${evil}}]]}}`, {
    text: wholeAnswer(`{"json":[[{${evil}}]]}`),
  }),
  text(
    'in an object that two fetches make up',
    '{ thing { id name own: nested { id own } } }',
    `{"data":{"thing":{${evil},"id":"1","name":"N","own":{${evil},"id":"2"}}}}`,
    { text: expect.not.stringContaining('polluted') },
  ),
  text(
    'in the entities',
    mine,
    `{"data":{"_entities":[{${evil},"name":"A"},{${evil},"name":"B"},{${evil},"name":"C"}]}}`,
    { text: wholeAnswer('{"mine":[{"id":"1","name":"A"},{"id":"2","name":"B"},{"id":"3","name":"C"}]}') },
  ),
  text(
    'in the place of the entities',
    mine,
    '{"data":{"__proto__":{"_entities":[{"name":"A"},{"name":"B"},{"name":"C"}]}}}',
    { data: { mine: [{ name: null }, { name: null }, { name: null }] } },
  ),
  text('as entities that are one object', mine, `{"data":{"_entities":{${evil},"length":3,"0":{"name":"A"}}}}`, {
    data: { mine: [{ name: null }, { name: null }, { name: null }] },
  }),
  text(
    'as the key of an entity',
    '{ things { id own } }',
    '{"data":{"things":[{"id":"__proto__"},{"id":"constructor"},{"id":"toString"},{"id":"__proto__"}]}}',
    { status: 200, text: expect.stringContaining('"id":"__proto__"') },
  ),
  text(
    'as the type of an object of a union',
    '{ any { __typename ... on Thing { name } } }',
    '{"data":{"any":{"__typename":"__proto__","name":"N"}}}',
    { data: { any: null } },
  ),
  text(
    'as the type of an object of an interface',
    '{ named { __typename name } }',
    '{"data":{"named":{"__typename":"constructor","name":"N"}}}',
    { data: { named: null } },
  ),
  text('as a value of an enum', '{ colour }', '{"data":{"colour":"constructor"}}', { data: { colour: null } }),
  text('as a value of an enum, __proto__', '{ colour }', '{"data":{"colour":"__proto__"}}', { data: { colour: null } }),
  text('as an object for a text', '{ text }', `{"data":{"text":{${evil}}}}`, { data: { text: null } }),
  text('as an object that calls itself a text', '{ text }', '{"data":{"text":{"toString":"x","valueOf":"y"}}}', {
    data: { text: null },
  }),
  text(
    'where the caller calls a field so',
    '{ thing { __proto__: name constructor: must } }',
    '{"data":{"thing":{"__proto__":"N","constructor":"M"}}}',
    { text: wholeAnswer('{"thing":{"__proto__":"N","constructor":"M"}}') },
  ),
  text(
    'where the caller calls an object so',
    '{ thing { __proto__: nested { name } } }',
    `{"data":{"thing":{"__proto__":{${evil},"name":"N"}}}}`,
    { text: wholeAnswer('{"thing":{"__proto__":{"name":"N"}}}') },
  ),
  text(
    'where the caller calls the root so',
    '{ __proto__: thing { name } }',
    `{"data":{"__proto__":{${evil},"name":"N"}}}`,
    { text: wholeAnswer('{"__proto__":{"name":"N"}}') },
  ),
  text('as objects that have a toJSON', '{ json }', '{"data":{"json":{"toJSON":"x","then":{"a":1}}}}', {
    text: wholeAnswer('{"json":{"toJSON":"x","then":{"a":1}}}'),
  }),
  {
    name: 'in an event of a subscription',
    attack: ({ hostile }) => {
      hostile.answer((_request, response) => {
        response.setHeader('content-type', 'text/event-stream');
        response.end(
          `event: next\ndata: {${evil},"data":{${evil},"event":{${evil},"name":"N"}}}\n\nevent: complete\ndata:\n\n`,
        );
      });
      return hostile.ask({ query: 'subscription { event { name } }' }, { headers: { accept: 'text/event-stream' } });
    },
    expected: { status: 200, text: expect.stringContaining('{"data":{"event":{"name":"N"}}}') },
  },
];

/** Names that every object of JavaScript has, at every level of a subgraph's answer. */
export const subgraphPollution: AttackClass = { name: 'such names in a subgraph’s JSON', attacks };
