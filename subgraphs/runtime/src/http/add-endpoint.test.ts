import { expect, test } from '@jest/globals';
import Fastify from 'fastify';
import { addEndpoint, type EndpointServer, pricesOf } from './add-endpoint.js';

const lookPrice = { processorMs: 5, bytesIn: 0, bytesHeld: 1024, connections: 1 };
const answer = () => 'answer';

test('an endpoint without a price does not compile, and stops its server', () => {
  const server: EndpointServer = Fastify();
  const prices = pricesOf(server);
  addEndpoint(server, { method: 'GET', url: '/priced', price: lookPrice, handler: answer });
  expect(prices.find(({ method }) => method === 'GET')).toEqual({ method: 'GET', path: '/priced', price: lookPrice });
  // @ts-expect-error the price is missing
  const addFree = addEndpoint.bind(undefined, server, { method: 'GET', url: '/free', handler: answer });
  expect(addFree).toThrow();
  // @ts-expect-error Fastify's own way
  expect(() => server.get('/free', answer)).toThrow('Expected a price of the endpoint GET /free: see addEndpoint.');
});

test('a body that is larger than its price is not read', async () => {
  const server = Fastify();
  addEndpoint(server, { method: 'POST', url: '/', price: { ...lookPrice, bytesIn: 8 }, handler: answer });
  expect((await server.inject({ method: 'POST', url: '/', body: { much: 'more' } })).statusCode).toBe(413);
});
