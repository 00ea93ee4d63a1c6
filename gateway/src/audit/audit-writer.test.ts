import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { elapse } from '../../../test/support/until.js';
import { AuditUnavailable, AuditWriter, type AuditWriterOptions } from './audit-writer.js';

interface Commit {
  readonly authorization: string | undefined;
  readonly records: readonly number[];
  readonly answer: ServerResponse;
}

describe('the writer of the audit log', () => {
  let server: Server;
  let commits: Commit[];
  let log: { error: string[]; info: string[] };
  let writer: AuditWriter;

  beforeEach(async () => {
    commits = [];
    server = createServer((request, answer) => {
      void text(request).then((body) => {
        const { records } = JSON.parse(body) as { records: number[] };
        commits.push({ authorization: request.headers.authorization, records, answer });
        server.emit('commit');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    log = { error: [], info: [] };
    writer = open();
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await writer.close();
  });

  const open = (options: Partial<AuditWriterOptions> = {}) =>
    new AuditWriter({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token: 't',
      log: {
        error: (...[, message]: unknown[]) => log.error.push(String(message)),
        info: (message: unknown) => log.info.push(String(message)),
      } as AuditWriterOptions['log'],
      ...options,
    });
  /** The commit of a number, once it has come. */
  const commit = async (index: number): Promise<Commit> => {
    while (!commits[index]) await once(server, 'commit');
    return commits[index];
  };
  const settled = async (promise: Promise<unknown>) => {
    await new Promise((resolve) => setImmediate(resolve));
    return Promise.race([promise.then(() => true), Promise.resolve(false)]);
  };

  test('says that a record is written once it is, and writes together what came meanwhile', async () => {
    const first = writer.write('1');
    const { authorization, records, answer } = await commit(0);
    expect([authorization, records]).toEqual(['Bearer t', [1]]);
    const others = [writer.write('2'), writer.write('3')];
    expect(await settled(first)).toBe(false);
    answer.end('{}');
    await first;
    expect((await commit(1)).records).toEqual([2, 3]);
    expect(await settled(Promise.all(others))).toBe(false);
    commits[1]?.answer.end('{}');
    await Promise.all(others);
    expect(writer.stats).toEqual({ written: 3, lost: 0, commits: 2, waiting: 0, keptBytes: 0 });
  });

  test('fails what the log does not take, says so once, and goes on', async () => {
    const refuse = async (index: number) => {
      const written = writer.write(String(index));
      (await commit(index)).answer.writeHead(400).end();
      await expect(written).rejects.toThrow(AuditUnavailable);
    };
    await refuse(0);
    await refuse(1);
    const written = writer.write('2');
    (await commit(2)).answer.end('{}');
    await written;
    expect(log).toEqual({
      error: ['the audit log takes no records'],
      info: ['the audit log takes records again'],
    });
  });

  test('fails at once what would wait with too many others', async () => {
    writer = open({ callerQueue: 2 });
    const first = writer.write('1');
    await commit(0);
    const waiting = [writer.write('2'), writer.write('3')];
    await expect(writer.write('4')).rejects.toThrow(AuditUnavailable);
    commits[0]?.answer.end('{}');
    (await commit(1)).answer.end('{}');
    await Promise.all([first, ...waiting]);
    expect(writer.stats).toMatchObject({ written: 3, lost: 1 });
  });

  test('keeps half of the places for callers of whom nothing waits', async () => {
    writer = open({ queue: 6 });
    const first = writer.write('0', 'flood');
    await commit(0);
    const flood = [1, 2, 3].map((record) => writer.write(String(record), 'flood'));
    await expect(writer.write('4', 'flood')).rejects.toThrow(AuditUnavailable);
    const others = [5, 6, 7].map((record) => writer.write(String(record), `caller ${record}`));
    await expect(writer.write('8', 'caller 5')).rejects.toThrow(AuditUnavailable);
    await expect(writer.write('9', 'caller 9')).rejects.toThrow(AuditUnavailable);
    commits[0]?.answer.end('{}');
    (await commit(1)).answer.end('{}');
    await Promise.all([first, ...flood, ...others]);
    expect(writer.stats).toEqual({ written: 7, lost: 3, commits: 2, waiting: 0, keptBytes: 0 });
  });

  test('has callers take turns, so that one waits no longer for the many records of another', async () => {
    writer = open({ queue: 10_000, callerQueue: 5000 });
    const first = writer.write('-1', 'flood');
    await commit(0);
    const flood = Array.from({ length: 1500 }, (_, index) => writer.write(String(index), 'flood'));
    const other = writer.write('5000', 'other');
    commits[0]?.answer.end('{}');
    const { records, answer } = await commit(1);
    expect(records).toHaveLength(1000);
    expect(records.slice(0, 3)).toEqual([0, 5000, 1]);
    answer.end('{}');
    await other;
    (await commit(2)).answer.end('{}');
    await Promise.all([first, ...flood]);
    expect(commits[2]?.records).toHaveLength(501);
  });

  test('tells what the log answers to each commit', async () => {
    const answers: string[] = [];
    writer = open({ onCommit: (answer) => answers.push(answer) });
    const written = writer.write('1');
    (await commit(0)).answer.end('{"sequence":1}');
    await written;
    expect(answers).toEqual(['{"sequence":1}']);
  });

  test.each<[string, (commit: Commit) => void]>([
    ['fails', ({ answer }) => answer.writeHead(500).end()],
    ['is not ready yet', ({ answer }) => answer.writeHead(503).end()],
    ['ends its connection', ({ answer }) => answer.destroy()],
  ])('writes again to a log that %s, and tells nobody', async (_name, fault) => {
    const written = writer.write('1');
    fault(await commit(0));
    fault(await commit(1));
    (await commit(2)).answer.end('{}');
    await written;
    expect(commits.map(({ records }) => records)).toEqual([[1], [1], [1]]);
    expect([writer.stats, log]).toEqual([
      { written: 1, lost: 0, commits: 1, waiting: 0, keptBytes: 0 },
      { error: [], info: [] },
    ]);
  });

  test('waits for a log that refuses connections, as one does that restarts', async () => {
    const { port } = server.address() as AddressInfo;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    const written = writer.write('1');
    const meanwhile = writer.write('2');
    await elapse(300, 'nobody sees connections that nobody takes');
    expect(await settled(written)).toBe(false);
    server.listen(port, '127.0.0.1');
    commits = [];
    (await commit(0)).answer.end('{}');
    await Promise.all([written, meanwhile]);
    expect(commits[0]?.records).toEqual([1, 2]);
  });

  test('waits no longer for a log than its time, whoever else waits', async () => {
    writer = open({ timeoutMs: 250 });
    const first = writer.write('1');
    const { answer } = await commit(0);
    const meanwhile = writer.write('2');
    server.on('commit', () => commits.at(-1)?.answer.writeHead(503).end());
    answer.writeHead(503).end();
    await expect(first).rejects.toThrow(AuditUnavailable);
    await expect(meanwhile).rejects.toThrow(AuditUnavailable);
    expect(commits.map(({ records }) => records)).toEqual(commits.map(() => [1]));
    expect(writer.stats).toMatchObject({ written: 0, lost: 2, waiting: 0 });
    expect(log.error).toHaveLength(1);
  });

  test('fails what the log does not answer in time', async () => {
    writer = open({ timeoutMs: 50 });
    await expect(writer.write('1')).rejects.toThrow(AuditUnavailable);
  });
});
