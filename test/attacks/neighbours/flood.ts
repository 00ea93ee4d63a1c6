import { Agent, type ClientRequest, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Flood } from './floods.js';

export interface Flooding {
  /** The gateway. */
  readonly url: string;
  /** For how long, in milliseconds. */
  readonly milliseconds: number;
  /** The caller's headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The number of the first request. */
  readonly from?: number;
  /** The number of the flood's first address. Each caller has other addresses. */
  readonly firstAddress?: number;
}

/** Addresses of flooding callers' own: none of them is the neighbour. */
const addressOf = (number: number) => `127.0.${1 + Math.floor(number / 200)}.${2 + (number % 200)}`;

/** The number of answers by status; status 0 stands for no answer. */
export type Answered = Readonly<Record<number, number>>;

/** Sends a flood, evenly over its time, and leaves when that is over, whatever is under way. */
export async function flood({ perSecond, addresses = 1, request: make }: Flood, options: Flooding): Promise<Answered> {
  const { url, milliseconds, headers = {}, from = 0, firstAddress = 0 } = options;
  const agents = Array.from(
    { length: addresses },
    (_, index) => new Agent({ keepAlive: true, maxSockets: 1000, localAddress: addressOf(firstAddress + index) }),
  );
  const underWay = new Set<ClientRequest>();
  const statuses: Record<number, number> = {};
  const send = (number: number) => {
    const { body = '', path, headers: own, sent = 'whole' } = make(number);
    const posted = {
      'content-type': 'application/json',
      accept: sent === 'stream' ? 'text/event-stream' : 'application/graphql-response+json',
      'content-length': sent === 'slow' ? 1000 : Buffer.byteLength(body),
    };
    const asked = request(`${url}${path ?? '/graphql'}`, {
      agent: agents[number % addresses],
      method: path === undefined ? 'POST' : 'GET',
      headers: {
        ...(path === undefined && posted),
        'x-hub-purpose': 'statistics',
        ...headers,
        ...own,
      },
    });
    underWay.add(asked);
    let status = 0;
    asked.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.resume();
    });
    asked.on('error', () => undefined);
    asked.on('close', () => {
      underWay.delete(asked);
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
    if (sent === 'slow') asked.write(body);
    else asked.end(body);
  };
  const began = performance.now();
  const count = Math.floor((perSecond * milliseconds) / 1000);
  for (let index = 0; index < count; index += 1) {
    const due = began + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    send(from + index);
  }
  const left = began + milliseconds - performance.now();
  if (left > 0) await delay(left);
  for (const asked of underWay) asked.destroy();
  for (const agent of agents) agent.destroy();
  while (underWay.size > 0) await delay(5);
  return statuses;
}
