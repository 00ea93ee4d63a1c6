import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseMetrics, valueOf } from '../../support/metrics.js';
import { startProgram } from '../../support/program.js';
import { type Told, told } from './client.js';

const probe = fileURLToPath(new URL('gateway-probe.ts', import.meta.url));

/** How a request differs from a plain one. */
export interface Asking {
  /** Whose token it carries; nobody's unless told. */
  readonly role?: string | undefined;
  readonly organisation?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The gateway's use of the machine. */
export interface Load {
  /** Resident, in bytes. */
  readonly memory: number;
  /** The longest that the event loop was held up since it was read last, in milliseconds. */
  readonly eventLoopDelay: number;
}

/** A built gateway that is attacked. */
export interface AttackedGateway {
  readonly url: string;
  readonly log: readonly Record<string, unknown>[];
  /** Every text that it answered with, since this was taken last. */
  takeAnswers(): string[];
  /** Sends a body as JSON; a text unchanged. */
  ask(body: unknown, asking?: Asking): Promise<Told>;
  /** Sends a custom request. */
  fetch(path: string, init?: RequestInit & { readonly duplex?: 'half' }): Promise<Told>;
  /** A token for the header `authorization`. */
  bearer(role: string, organisation?: string): Promise<string>;
  /** What all objects inherit in its process. */
  inherited(): Promise<readonly string[]>;
  load(): Promise<Load>;
  /** How much of the processor its event loop has used so far, in milliseconds. */
  used(): Promise<number>;
  /** Has its process collect all garbage, and give the memory back. */
  collectGarbage(): Promise<void>;
  /** Tells the gateway to reload its files. */
  hangUp(): void;
  stop(): Promise<void>;
}

/** A purpose that is open to a role. */
function purposeOf(role: string | undefined): string {
  if (role === 'analyst' || role === 'staff') return 'steering';
  return role === 'auditor' ? 'audit' : 'statistics';
}

/** For how long a token is used, in milliseconds: attacks may take longer than it is valid. */
const renewMs = 120_000;

/** Starts a built gateway. @param tokens makes tokens for it. */
export async function startAttacked(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  tokens: (role: string, organisation?: string) => Promise<string>,
): Promise<AttackedGateway> {
  const program = await startProgram('gateway/dist/main.js', args, environment, /^ready$/, ['--import', probe]);
  const known = new Map<string, { readonly token: string; readonly until: number }>();
  let answers: string[] = [];
  const remember = (answer: Told) => {
    answers.push(JSON.stringify(answer.headers), answer.text);
    return answer;
  };
  const send: AttackedGateway['fetch'] = async (path, init) =>
    remember(await told(await fetch(`${program.url}${path}`, init)));
  const bearer: AttackedGateway['bearer'] = async (role, organisation) => {
    const key = `${role} ${organisation ?? ''}`;
    let found = known.get(key);
    if (!found || found.until < performance.now()) {
      found = { token: await tokens(role, organisation), until: performance.now() + renewMs };
      known.set(key, found);
    }
    return `Bearer ${found.token}`;
  };
  const asked = async (what: 'inherited' | 'collect' | 'used') => {
    const answered = once(program.process, 'message');
    program.process.send(what);
    const [answer] = (await answered) as [{ readonly inherited: readonly string[]; readonly used: number }];
    return answer;
  };
  return {
    ...program,
    takeAnswers: () => {
      const taken = answers;
      answers = [];
      return taken;
    },
    bearer,
    fetch: send,
    ask: async (body, { role, organisation, headers } = {}) =>
      send('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          'x-hub-purpose': purposeOf(role),
          ...(role !== undefined && { authorization: await bearer(role, organisation) }),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    inherited: async () => (await asked('inherited')).inherited,
    used: async () => (await asked('used')).used,
    collectGarbage: async () => {
      await asked('collect');
    },
    hangUp: () => {
      program.process.kill('SIGHUP');
    },
    load: async () => {
      const samples = parseMetrics(await (await fetch(`${program.url}/metrics`)).text());
      return {
        memory: valueOf(samples, 'process_resident_memory_bytes') ?? NaN,
        eventLoopDelay: 1000 * (valueOf(samples, 'nodejs_eventloop_lag_max_seconds') ?? NaN),
      };
    },
  };
}
