import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { fetchToken } from './fetch-token.js';

test('a client’s id and secret are form-encoded before they are joined', async () => {
  let shown = '';
  const issuer = createServer(({ headers }, response) => {
    shown = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"t"}');
  });
  await new Promise<void>((done) => issuer.listen(0, '127.0.0.1', done));
  try {
    const url = `http://127.0.0.1:${String((issuer.address() as AddressInfo).port)}`;
    const caller = { id: 'an:app', role: 'app', kind: 'client', scopes: ['progress:read'] } as const;
    expect(await fetchToken(url, caller, 'a b+c%ü:')).toBe('t');
    expect(shown).toBe('an%3Aapp:a+b%2Bc%25%C3%BC%3A');
  } finally {
    await new Promise((done) => issuer.close(done));
  }
});
