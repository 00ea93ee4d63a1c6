import { createServer, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { acceptedCoding, encode } from './compress.js';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'br'],
  ['GZIP;q=0.5', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, zstd', 'zstd'],
  ['br;q=0.0, zstd;q=0, *', 'gzip'],
  ['*', 'br'],
  ['identity', undefined],
  ['gzip;q=0', undefined],
])('a caller that accepts %j takes %s', (accepted, coding) => {
  expect(acceptedCoding(accepted)).toBe(coding);
});

describe('a body', () => {
  const long = Buffer.from('{"data":"Bình dân học vụ số"}'.repeat(100));

  /** The answer of a server that listens on all addresses, to a caller that connects to the given one. */
  async function answer(body: Buffer, address: string, accepted: string, others = {}) {
    const server = createServer((request, response) => {
      void Promise.resolve(encode(body, request)).then((encoded) => {
        response.writeHead(200, encoded.headers).end(encoded.body);
      });
    }).listen(0);
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const request = get({ host: address, port, headers: { 'accept-encoding': accepted, ...others }, agent: false });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      return { headers: response.headers, body: await buffer(response) };
    } finally {
      server.close();
    }
  }

  /** An address of this machine other than loopback: connections from it look remote. */
  const elsewhere = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;
  const testElsewhere = elsewhere === undefined ? test.skip : test;

  testElsewhere.each([
    ['br', brotliDecompressSync],
    ['zstd', zstdDecompressSync],
    ['gzip', gunzipSync],
  ])('is compressed with %s for a caller elsewhere', async (coding, decompress) => {
    const { headers, body } = await answer(long, elsewhere as string, coding);
    expect(headers).toMatchObject({ 'content-encoding': coding, vary: 'accept-encoding' });
    expect(decompress(body)).toEqual(long);
  });

  testElsewhere('that is short is sent as it is', async () => {
    const { headers, body } = await answer(Buffer.from('{}'), elsewhere as string, 'br');
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe('{}');
  });

  test('is sent as it is to a caller on the same machine', async () => {
    const { headers, body } = await answer(long, '127.0.0.1', 'br, gzip');
    expect(headers['content-encoding']).toBeUndefined();
    expect(body).toEqual(long);
  });

  test('is compressed for a caller elsewhere behind a proxy on the same machine', async () => {
    const { headers, body } = await answer(long, '127.0.0.1', 'gzip', { 'x-forwarded-for': '203.0.113.7' });
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body)).toEqual(long);
  });
});
