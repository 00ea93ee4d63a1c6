import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../subgraphs/youth-union/dist/main.js', import.meta.url));
const question = '{ digitalLiteracyTeams(first: 50) { totalCount nodes { code } } goals: __typename }';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the Youth Union's server on a database. */
export async function startServer(folder, databaseUrl) {
  const token = randomBytes(32).toString('hex');
  writeFileSync(join(folder, 'tokens'), `import ${token}\n`);
  writeFileSync(join(folder, 'key'), randomBytes(32).toString('hex'));
  const port = await freePort();
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...{
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        ALLOW_UNSIGNED: 'true',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
      },
      ...{ OPERATOR_TOKEN_FILE: join(folder, 'tokens'), PSEUDONYM_KEY_FILE: join(folder, 'key') },
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`Expected the server to start, but it ended with ${child.exitCode}.`);
    await delay(200);
  }
  const status = () => readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return {
    pid: child.pid,
    /** Hands a file over, and waits until it is in. */
    take: async (body, name, kind = 'guided-people') => {
      // Node's `fetch` gives up where no answer begins within five minutes.
      const sent = request(`${url}/operator/imports/${kind}?file=${name}.csv&more=true`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      });
      const answered = once(sent, 'response');
      await pipeline(body, sent);
      const [response] = await answered;
      const last = JSON.parse((await text(response)).trim().split('\n').at(-1) ?? '{}');
      if (last.type !== 'done' || last.rejected > 0)
        throw new Error(`Expected the file to come in, got ${JSON.stringify(last)}.`);
    },
    ask: async () => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: question }),
      });
      const { data } = await response.json();
      if (data?.digitalLiteracyTeams?.nodes.length !== 50)
        throw new Error(`Expected 50 teams, got ${JSON.stringify(data)}.`);
    },
    /** The most memory that it had since `resetPeak`, in MB. */
    peak: () => Number(/VmHWM:\s+(\d+)/.exec(status())?.[1]) / 1024,
    resetPeak: () => writeFileSync(`/proc/${child.pid}/clear_refs`, '5'),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
