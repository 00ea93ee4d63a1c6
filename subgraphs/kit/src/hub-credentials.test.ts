import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type HubCredentials, tokenSource } from './hub-credentials.js';

/** An issuer that numbers its tokens. */
let server: Server;
let credentials: HubCredentials;
let lifetime: number;
let requests: string[];

beforeEach(async () => {
  requests = [];
  lifetime = 900;
  server = createServer((request, response) => {
    void (async () => {
      const { issuer } = credentials;
      if (request.method === 'GET') {
        response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/the-token` }));
        return;
      }
      requests.push(`${request.url ?? ''} ${request.headers.authorization ?? ''} ${await text(request)}`);
      if (!request.headers.authorization?.endsWith(Buffer.from('movement-service:a%3Ab').toString('base64'))) {
        response.statusCode = 401;
        response.end('{"error":"invalid_client"}');
        return;
      }
      response.end(JSON.stringify({ access_token: `token ${requests.length}`, expires_in: lifetime }));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  credentials = { issuer, clientId: 'movement-service', clientSecret: 'a:b' };
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const signal = new AbortController().signal;

test('a token is asked for by client credentials, and kept while it is good', async () => {
  const token = tokenSource(credentials);
  expect(await token(signal)).toBe('token 1');
  expect(await token(signal)).toBe('token 1');
  expect(requests).toEqual([
    expect.stringMatching(
      /^\/the-token Basic \S+ grant_type=client_credentials&scope=contributions%3Aread\+releases%3Aread\+publications%3Akeep$/,
    ),
  ]);
});

test('a token that soon expires is renewed', async () => {
  lifetime = 29;
  const token = tokenSource(credentials);
  expect(await token(signal)).toBe('token 1');
  expect(await token(signal)).toBe('token 2');
});

test('what the issuer refuses is said, without the secret', async () => {
  const refused = tokenSource({ ...credentials, clientSecret: 'another-secret' })(signal);
  await expect(refused).rejects.toThrow(/status 401: \{"error":"invalid_client"\}$/);
  await expect(refused).rejects.not.toThrow(/another-secret/);
});
