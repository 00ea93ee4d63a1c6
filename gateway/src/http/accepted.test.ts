import { describe, expect, test } from '@jest/globals';
import { accepted } from './accepted.js';
import { eventStream } from './event-stream.js';
import { multipartIncremental, multipartSubscription } from './multipart.js';

const json = 'application/json';
const graphql = 'application/graphql-response+json';
const apolloClient = `multipart/mixed;boundary="graphql";subscriptionSpec=1.0,${graphql},${json};q=0.9`;
const urql = `${graphql}, application/graphql+json, ${json}, text/event-stream, multipart/mixed`;

test.each([
  [apolloClient, graphql],
  [urql, graphql],
  ['text/event-stream', undefined],
  [undefined, json],
  ['*/*', json],
  ['application/*', json],
  [json, json],
  [graphql, graphql],
  ['Application/GraphQL-Response+JSON; charset=UTF-8', graphql],
  [`${graphql}, ${json};q=0.9`, graphql],
  [`${graphql};q=0.5, ${json};q=0.9`, json],
  [`${graphql}; charset=utf-8, ${json}; charset=utf-8`, graphql],
  [`${json}, ${graphql}`, json],
  [`${json};q=0, */*`, graphql],
  ['text/html,application/xhtml+xml,*/*;q=0.8', json],
  ['text/html', undefined],
  [`${json};q=0`, undefined],
  [`${json};charset=latin1`, undefined],
  ['nonsense', undefined],
  ['', undefined],
])('a client that accepts %j gets %s', (accept, type) => {
  expect(accepted(accept).single).toBe(type);
});

describe('a client that accepts', () => {
  test.each([
    ['*/*', undefined, undefined],
    [json, undefined, undefined],
    ['text/event-stream', eventStream, eventStream],
    [`${json}, text/event-stream;q=0.5`, eventStream, eventStream],
    ['text/event-stream;q=0', undefined, undefined],
    [apolloClient, undefined, multipartSubscription],
    [`multipart/mixed;deferSpec=20220824,${json}`, multipartIncremental, undefined],
    [`multipart/mixed;deferSpec=20220824;q=0.5,text/event-stream`, eventStream, eventStream],
    [`multipart/mixed;deferSpec=20230621,${json}`, undefined, undefined],
    [`multipart/mixed;subscriptionSpec=2.0,${json}`, undefined, undefined],
    [`multipart/mixed, ${json}`, multipartIncremental, undefined],
    [urql, eventStream, eventStream],
  ])('%s takes streams so', (accept, incremental, subscription) => {
    expect(accepted(accept)).toMatchObject({ incremental, subscription });
  });
});
