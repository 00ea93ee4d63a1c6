import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { operatorEndpoint } from './operator-endpoint.js';

describe('an organisation that is asked about the audit log', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.closeAllConnections();
  });

  const endpoint = async (answer: RequestListener, silenceMs = 100) => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    server.unref();
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      url,
      endpoint: operatorEndpoint({ organisation: 'audit', url, tokens: `audit ${'x'.repeat(32)}`, silenceMs }),
    };
  };
  const all = async (lines: AsyncIterable<unknown>) => {
    const read: unknown[] = [];
    for await (const line of lines) read.push(line);
    return read;
  };

  test('and never answers, or falls silent, cannot be asked', async () => {
    const silent = await endpoint(() => undefined);
    await expect(silent.endpoint.keptRecord()).rejects.toThrow(
      `Cannot reach audit at ${silent.url} (no word within 0.1 s). Is it running?`,
    );
    const halting = await endpoint((_request, response) => response.write('{"sequence":1,"record":"{}","hash":"h"}\n'));
    await expect(all(halting.endpoint.entries())).rejects.toThrow(
      `The entries of audit at ${halting.url} cannot be read from line 1 on (`,
    );
  });

  test('and answers something else, or breaks off, is named with what it said', async () => {
    const other = await endpoint((_request, response) => response.end('<html>'));
    await expect(other.endpoint.keptRecord()).rejects.toThrow(
      /Expected audit at \S+ to answer \S+ as .*It answered "<html>"/,
    );
    await expect(all(other.endpoint.receipts())).rejects.toThrow('The receipts of audit at ');
    const broken = await endpoint((_request, response) => response.end('{"sequence":1,"record":"{}","hash":"h"}\n'));
    await expect(all(broken.endpoint.entries())).rejects.toThrow('broke off');
  });
});
