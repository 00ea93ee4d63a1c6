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
])('a caller that accepts %j gets %s', (accept, type) => {
  expect(accepted(accept).single).toBe(type);
});

const [by2022, byV02] = (['deferSpec=20220824', 'incrementalSpec=v0.2'] as const).map((format) => ({
  multipart: { format, framing: multipartIncremental[format] },
  events: { format, framing: eventStream },
})) as [Formatted, Formatted];
interface Formatted {
  readonly multipart: object;
  readonly events: object;
}

describe('a caller that accepts', () => {
  test.each([
    ['*/*', undefined, undefined],
    [json, undefined, undefined],
    ['text/event-stream', by2022.events, eventStream],
    [`${json}, text/event-stream;q=0.5`, by2022.events, eventStream],
    ['text/event-stream;q=0', undefined, undefined],
    [apolloClient, undefined, multipartSubscription],
    [`multipart/mixed;deferSpec=20220824,${json}`, by2022.multipart, undefined],
    [`multipart/mixed;deferSpec=20220824;q=0.5,text/event-stream`, by2022.events, eventStream],
    [`multipart/mixed;deferSpec=20230621,${json}`, undefined, undefined],
    [`multipart/mixed;subscriptionSpec=2.0,${json}`, undefined, undefined],
    [`multipart/mixed, ${json}`, by2022.multipart, undefined],
    [urql, by2022.events, eventStream],
    [`multipart/mixed;incrementalSpec=v0.2,${graphql},${json};q=0.9`, byV02.multipart, undefined],
    [`multipart/mixed; boundary="-"; incrementalSpec=v0.2; q=0.4, ${json}`, byV02.multipart, undefined],
    [`multipart/mixed;incrementalSpec=v0.3,${json}`, undefined, undefined],
    ['multipart/mixed;incrementalSpec=v0.2, multipart/mixed;deferSpec=20220824', byV02.multipart, undefined],
    ['multipart/mixed;deferSpec=20220824, multipart/mixed;incrementalSpec=v0.2', by2022.multipart, undefined],
    ['multipart/mixed;deferSpec=20220824;q=0.8, multipart/mixed;incrementalSpec=v0.2', byV02.multipart, undefined],
    ['multipart/mixed;incrementalSpec=v0.2;q=0, multipart/mixed', by2022.multipart, undefined],
    ['multipart/mixed;q=0.9, multipart/mixed;incrementalSpec=v0.2;q=0.8', by2022.multipart, undefined],
    // The most specific media range decides the quality.
    [
      'multipart/mixed, multipart/mixed;deferSpec=20220824;q=0.1, multipart/mixed;incrementalSpec=v0.2;q=0.5',
      byV02.multipart,
      undefined,
    ],
    ['text/event-stream;incrementalSpec=v0.2', byV02.events, eventStream],
    ['text/event-stream;deferSpec=20220824', by2022.events, eventStream],
    ['text/event-stream;incrementalSpec=v0.3', undefined, eventStream],
    ['text/event-stream;q=0.5, multipart/mixed;incrementalSpec=v0.2', byV02.multipart, eventStream],
  ])('%s takes streams so', (accept, incremental, subscription) => {
    expect(accepted(accept)).toMatchObject({ incremental, subscription });
  });
});
