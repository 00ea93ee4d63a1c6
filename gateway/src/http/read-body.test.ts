import { once } from 'node:events';
import { createServer, type IncomingMessage, request as send, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { HttpError } from './http-error.js';
import { readBody, type ReadBodyOptions } from './read-body.js';

const limit = 1000;
const limits = { bodyBytes: limit, compressionRatio: 10, bodyMs: 10_000 };
let options: ReadBodyOptions;
const text = '{"query":"{ xã }"}';

let server: Server;
let told: Promise<string | HttpError>;

beforeEach(async () => {
  options = limits;
  server = createServer((request, response) => {
    told = readBody(request, options).then(String, (error: unknown) => error as HttpError);
    void told.then(() => response.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const port = () => (server.address() as AddressInfo).port;

async function read(body: Buffer | string, headers: Record<string, string> = {}): Promise<string | HttpError> {
  const request = send({ host: '127.0.0.1', port: port(), method: 'POST', headers, agent: false });
  request.on('error', () => undefined);
  request.end(body);
  await once(server, 'request');
  return told;
}

test.each([
  ['as it is', Buffer.from(text), 'identity'],
  ['gzip', gzipSync(text), 'gzip'],
  ['GZIP', gzipSync(text), 'GZIP'],
  ['deflate', deflateSync(text), 'deflate'],
  ['br', brotliCompressSync(text), 'br'],
  ['zstd', zstdCompressSync(text), 'zstd'],
])('reads a body sent %s', async (_name, body, coding) => {
  expect(await read(body, { 'content-encoding': coding })).toBe(text);
});

test.each<[string, Buffer, Record<string, string>, number, string]>([
  ['that says it is too large', Buffer.alloc(limit + 1, 32), {}, 413, 'PAYLOAD_TOO_LARGE'],
  ['that is too large', Buffer.alloc(limit + 1, 32), { 'transfer-encoding': 'chunked' }, 413, 'PAYLOAD_TOO_LARGE'],
  [
    'that is too large decompressed',
    gzipSync(Buffer.alloc(1e6)),
    { 'content-encoding': 'gzip' },
    413,
    'PAYLOAD_TOO_LARGE',
  ],
  [
    'in a coding that is not known',
    Buffer.from(text),
    { 'content-encoding': 'compress' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'in a coding with an inherited name',
    Buffer.from(text),
    { 'content-encoding': 'constructor' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['that is not what its coding says', Buffer.from(text), { 'content-encoding': 'gzip' }, 400, 'BAD_REQUEST'],
  ['that is not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), {}, 400, 'BAD_REQUEST'],
])('refuses a body %s', async (_name, body, headers, status, code) => {
  expect(await read(body, headers)).toMatchObject({ status, code });
});

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
])('refuses a body in %s that grows more than it may', async (coding, compress) => {
  options = { ...limits, bodyBytes: 1_000_000 };
  const headers = { 'content-encoding': coding };
  expect(await read(compress(Buffer.alloc(500_000, 32)), headers)).toMatchObject({ kind: 'COMPRESSION_RATIO' });
  expect(await read(compress(Buffer.alloc(4096, 32)), headers)).toHaveLength(4096);
});

test('refuses zstd that needs more memory than it may', async () => {
  const body = zstdCompressSync(text, { params: { [constants.ZSTD_c_windowLog]: 24 } });
  // The frame states no length, nor anything else that makes its window smaller.
  const endless = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (27 - 10) << 3, 0x01, 0x00, 0x00]);
  expect(await read(endless, { 'content-encoding': 'zstd' })).toMatchObject({ status: 400 });
  expect(await read(body, { 'content-encoding': 'zstd' })).toBe(text);
});

test('refuses a body that does not come in time, or whose place another gets', async () => {
  const drops: (() => void)[] = [];
  const begin = async (bodyMs: number) => {
    const takePlace = (drop: () => void) => {
      drops.push(drop);
      return () => undefined;
    };
    options = { ...limits, bodyMs, takePlace };
    const socket = connect(port(), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: hub\r\ncontent-length: 100\r\n\r\n{');
    await once(server, 'request');
    return told;
  };
  expect(await begin(1)).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT' });
  const dropped = begin(100_000);
  while (drops.length < 2) await new Promise(setImmediate);
  drops[1]?.();
  expect(await dropped).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT' });
});

test('gives a body’s place back as soon as the body has come, or is not waited for', async () => {
  const held: string[] = [];
  options = {
    ...limits,
    takePlace: () => {
      held.push('taken');
      return () => held.push('given back');
    },
  };
  server.once('request', (request: IncomingMessage) => request.once('end', () => held.push('has come')));
  expect(await read(text)).toBe(text);
  expect(held.splice(0)).toEqual(['taken', 'given back', 'has come']);
  expect(await read('x'.repeat(limit + 1), { 'transfer-encoding': 'chunked' })).toMatchObject({ status: 413 });
  expect(held).toEqual(['taken', 'given back']);
});

test('takes no place for a body that has come before it is read', async () => {
  let places = 0;
  const takePlace = () => {
    places += 1;
    return () => undefined;
  };
  options = { ...limits, takePlace };
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    setImmediate(() => {
      told = readBody(request, options).then(String, (error: unknown) => error as HttpError);
      void told.then(() => response.end());
    });
  });
  const answered = send({ host: '127.0.0.1', port: port(), method: 'POST', agent: false });
  answered.end(text);
  await once(answered, 'response');
  expect([await told, places]).toEqual([text, 0]);
});

test('refuses a body that is cut off', async () => {
  const socket = connect(port(), '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: hub\r\ncontent-length: 100\r\n\r\n{');
  await once(server, 'request');
  socket.destroy();
  expect(await told).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
});
