import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { answers } from '../support/child.js';
import { until } from '../support/until.js';

/** One address before several gateways, as a load balancer has it. */
export interface Balancer {
  readonly url: string;
  /** To which gateway each connection went, in their order. */
  readonly went: readonly string[];
  close(): Promise<void>;
}

/** Connects each caller to the next ready gateway, and waits until there is one. It does not close open connections. */
export async function openBalancer(gateways: readonly string[]): Promise<Balancer> {
  const went: string[] = [];
  const sockets = new Set<Socket>();
  let turn = 0;

  const ready = async (): Promise<string | undefined> => {
    for (const _ of gateways) {
      const gateway = gateways[turn++ % gateways.length] as string;
      if (await answers(`${gateway}/readyz`)) return gateway;
    }
    return undefined;
  };
  const server = createServer((caller) => {
    keep(caller);
    const lead = (gateway: string): void => {
      if (caller.destroyed) return;
      const { hostname, port } = new URL(gateway);
      const onward = keep(connect(Number(port), hostname));
      went.push(gateway);
      caller.pipe(onward).pipe(caller);
      caller.once('close', () => onward.destroy());
      onward.once('close', () => caller.destroy());
    };
    void until(ready, { what: 'a gateway that is ready', every: 50 }).then(lead, () => caller.destroy());
  });
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    // The `close` event follows each error, so the error needs no handler.
    return socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    went,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
