import { setTimeout as delay } from 'node:timers/promises';
import { type Check, type Group, LeftOut, Unmet } from './check.js';
import type { Answered, ExaminedSubgraph } from './examined.js';

/** Pause before another request, in milliseconds. */
const pauseMs = 500;

/** Checks that operators and load balancers can read the subgraph's health, and that the health endpoints give no more. */
export function healthChecks(subgraph: ExaminedSubgraph): Group {
  const ask = async (path: string): Promise<Answered> => {
    const answered = await subgraph.get(subgraph.beside(path));
    if (answered.status === 404) throw new LeftOut(`it has no ${path} beside its endpoint`);
    return answered;
  };
  const unlike = (path: string, { status, body }: Answered, expected: string) =>
    new Unmet(`GET ${subgraph.beside(path)}`, `HTTP status ${status}\n${body.toString().slice(0, 600)}`, expected);
  const well = (path: string, name: string): Check => ({
    name,
    run: async () => {
      const ends = performance.now() + subgraph.patienceMs;
      let answered = await ask(path);
      // A short overload of the machine is not a fault of the program.
      while (answered.status === 503 && performance.now() < ends) {
        await delay(pauseMs);
        answered = await ask(path);
      }
      if (answered.status !== 200) throw unlike(path, answered, 'the HTTP status 200');
      // A web server that answers each path with its start page would always seem healthy.
      if (/^text\/html\b/i.test(answered.headers['content-type'] ?? '')) {
        throw unlike(path, answered, 'JSON or plain text, and no web page');
      }
    },
  });
  return {
    name: 'health',
    page: 'docs/protocol/messages.md#health',
    checks: [
      well('healthz', 'GET healthz says that the process is alive'),
      well('readyz', 'GET readyz says that it can do its work'),
      {
        name: 'what it says of its health has no record and no key',
        run: async () => {
          for (const path of ['healthz', 'readyz']) {
            const answered = await ask(path);
            const text = answered.body.toString();
            if (/\b\d{12}\b|PRIVATE KEY|postgres(ql)?:\/\//.test(text)) {
              throw unlike(path, answered, 'no citizen’s number, key or address of a database');
            }
          }
        },
      },
    ],
  };
}
