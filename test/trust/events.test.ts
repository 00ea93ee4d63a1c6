import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { contentDigest, EventSeals, sealHeader, sealLength, signAnswer } from '@hub/protocol';
import { KeyRing, readSigningKey } from '@hub/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import { createServer as createGateway } from '../../gateway/src/start/server.js';
import { CallbackDesk } from '../../gateway/src/subscription/callback-desk.js';
import type { SubgraphFault } from '../../gateway/src/errors/subgraph-fault.js';
import type { SubscriptionTransport } from '../../gateway/src/subscription/subscription-transport.js';
import { openTransport, type SubscriptionProtocol } from '../../gateway/src/subscription/transports.js';
import { GatewayTrust } from '../../subgraphs/kit/src/trust/gateway-trust.js';
import { type KeyFiles, makeKey, SigningGateway } from '../support/signing-gateway.js';
import { elapse, until } from '../support/until.js';

/** A message with its seal. */
interface Sealed {
  readonly text: string;
  readonly seal: string;
}

/** What becomes of a subgraph's messages on their way; `others` were meant for another subscription. */
type Way = (messages: readonly Sealed[], others: readonly Sealed[]) => readonly Sealed[];

const asSent: Way = (messages) => messages;
const altered = (message: Sealed): Sealed => ({ ...message, text: message.text.replace('"n":1', '"n":7') });
const event = (n: number) => ({ data: { n } });

let folder: string;
let keys: Record<'gateway' | 'subgraph', KeyFiles>;
let trust: GatewayTrust;
let server: Server;
let url: string;
let way: Way;
let others: readonly Sealed[];
/** The gateway's messages over WebSockets, and whether each was sealed; the answers to the subgraph's posts. */
let asked: [type: string, isSealed: boolean][];
let statuses: number[];
/** When the events are sent, and how often there were some. */
let hold: Promise<unknown>;
let heldBack: number;
/** What the gateway said over WebSockets. */
let heard: Sealed[];

/** The gateway keys that the subgraph trusts; it knows no session yet. */
function newTrust(): GatewayTrust {
  return new GatewayTrust({
    audience: 'movement',
    signingKey: readSigningKey(keys.subgraph.file),
    trusted: new KeyRing({ files: [keys.gateway.publicFile], onError: () => undefined }),
  });
}

/** The subgraph: agrees on sessions, takes WebSockets and requests with a callback, and sends two events. */
function startSubgraph(): Server {
  const sockets = new WebSocketServer({ noServer: true });
  return createServer((request, reply) => {
    void buffer(request).then((body) => {
      if (request.url === '/trust/session') {
        const agreed = trust.agree(signable(request), body);
        if (agreed.refused !== undefined) throw new Error(agreed.refused);
        const headers = { 'content-type': 'application/json', 'content-digest': contentDigest(agreed.grant) };
        const answer = { status: 200, headers, requestSignature: agreed.signature };
        reply.writeHead(200, { ...headers, ...signAnswer(answer, agreed.answerKey, Math.floor(Date.now() / 1000)) });
        reply.end(agreed.grant);
        return;
      }
      const judged = trust.judge(signable(request));
      if (judged.refused !== undefined) throw new Error(judged.refused);
      const { extensions } = JSON.parse(body.toString()) as { extensions: { subscription: Callback } };
      const headers = { 'content-type': 'application/json', 'content-digest': contentDigest('{"data":null}') };
      const answer = { status: 200, headers, requestSignature: judged.signature };
      reply.writeHead(200, { ...headers, ...signAnswer(answer, judged.answerKey, Math.floor(Date.now() / 1000)) });
      reply.end('{"data":null}');
      void post(extensions.subscription, new EventSeals(judged.answerKey.key, judged.signature));
    });
  }).on('upgrade', (request: IncomingMessage, socket, head) => {
    const judged = trust.judge(signable(request));
    if (judged.refused !== undefined) {
      socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const seals = () => new EventSeals(judged.answerKey.key, judged.signature);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      tell(opened, seals(), seals());
    });
  });
}

function tell(socket: WebSocket, incoming: EventSeals, outgoing: EventSeals): void {
  const sealed = (message: object): Sealed => {
    const text = JSON.stringify(message);
    return { text, seal: outgoing.next('told', text) };
  };
  const send = ({ text, seal }: Sealed) => {
    socket.send(seal + text);
  };
  socket.on('message', (frame: Buffer) => {
    const text = frame.toString().slice(sealLength);
    heard.push({ text, seal: frame.toString().slice(0, sealLength) });
    const { type, id } = JSON.parse(text) as { type: string; id?: string };
    asked.push([type, incoming.isNext('asked', text, frame.toString().slice(0, sealLength))]);
    if (type === 'connection_init') send(sealed({ type: 'connection_ack' }));
    if (type !== 'subscribe') return;
    const messages = [1, 2].map((n) => sealed({ id, type: 'next', payload: event(n) }));
    const toSend = way([...messages, sealed({ id, type: 'complete' })], others);
    heldBack += 1;
    void hold.then(() => {
      for (const message of toSend) send(message);
    });
    others = messages;
  });
}

interface Callback {
  readonly callbackUrl: string;
  readonly subscriptionId: string;
  readonly verifier: string;
}

async function post({ callbackUrl, subscriptionId: id, verifier }: Callback, seals: EventSeals): Promise<void> {
  const sealed = (message: object): Sealed => {
    const text = JSON.stringify({ kind: 'subscription', id, verifier, ...message });
    return { text, seal: seals.next('posted', text) };
  };
  const messages = [1, 2].map((n) => sealed({ action: 'next', payload: event(n) }));
  heldBack += 1;
  await hold;
  for (const { text, seal } of way([...messages, sealed({ action: 'complete' })], others)) {
    const headers = { 'content-type': 'application/json', ...(seal && { [sealHeader]: seal }) };
    statuses.push((await fetch(callbackUrl, { method: 'POST', headers, body: text })).status);
  }
  others = messages;
}

function signable({ method = '', url: target = '', headers }: IncomingMessage) {
  return { method, target, headers };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-events-'));
  keys = { gateway: makeKey(join(folder, 'gateway')), subgraph: makeKey(join(folder, 'subgraph')) };
  trust = newTrust();
  server = startSubgraph().listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

describe.each<SubscriptionProtocol>(['ws', 'callback'])(
  'the events of a subgraph that is subscribed to by %s',
  (protocol) => {
    let transport: SubscriptionTransport;
    const desk: CallbackDesk = new CallbackDesk(() => `${http.listeningOrigin}/callback`);
    const { http } = createGateway({ logLevel: 'silent', callbacks: desk });

    beforeAll(async () => {
      await http.listen({ host: '127.0.0.1', port: 0 });
    });
    afterAll(() => http.close());
    beforeEach(() => {
      [way, others, asked, statuses, heard] = [asSent, [], [], [], []];
      [hold, heldBack] = [Promise.resolve(), 0];
      const trusted = [keys.subgraph.publicFile];
      const { signer } = new SigningGateway({ subgraph: 'movement', url, key: keys.gateway, trusted });
      const subgraph = { name: 'movement', url: `${url}/graphql` };
      transport = openTransport(protocol, { subgraph, timeoutMs: 5000, maxEventBytes: 10_000, signer }, desk);
    });
    afterEach(() => transport.close());

    /** The events that the gateway takes, and the code of the fault that they end with. */
    const subscribe = async (end = new AbortController()) => {
      const taken: unknown[] = [];
      try {
        const body = JSON.stringify({ query: 'subscription { n }' });
        for await (const { data } of transport.subscribe({ body, requestId: 'r-1', signal: end.signal }))
          taken.push(data);
      } catch (fault) {
        taken.push((fault as SubgraphFault).code);
      }
      return taken;
    };

    test('are taken as they were sent', async () => {
      expect(await subscribe()).toEqual([{ n: 1 }, { n: 2 }]);
      if (protocol === 'ws') {
        expect(asked.slice(0, 2)).toEqual([
          ['connection_init', true],
          ['subscribe', true],
        ]);
      } else {
        // The answer to the last one leaves after the event that ends the subscription.
        await until(() => statuses.length >= 3, { what: 'three answers', seen: () => statuses });
        expect(statuses).toEqual([204, 204, 204]);
      }
    });

    test('are taken no more once the key is not trusted that their session was agreed under', async () => {
      const ring = join(folder, 'ring');
      writeFileSync(ring, readFileSync(keys.subgraph.publicFile));
      const { signer } = new SigningGateway({ subgraph: 'movement', url, key: keys.gateway, trusted: [ring] });
      const subgraph = { name: 'movement', url: `${url}/graphql` };
      const options = { subgraph, timeoutMs: 5000, maxEventBytes: 10_000, signer };
      await transport.close();
      transport = openTransport(protocol, options, desk);
      const held = Promise.withResolvers<undefined>();
      hold = held.promise;
      const end = new AbortController();
      const taken = subscribe(end);
      await until(() => heldBack > 0, { what: 'an event to be held back' });
      writeFileSync(ring, readFileSync(keys.gateway.publicFile));
      await elapse(1100, 'a ring looks at its files once a second');
      held.resolve(undefined);
      if (protocol === 'callback') {
        await until(() => statuses.length >= 3, { what: 'three answers', seen: () => statuses });
        expect(statuses).toEqual([404, 404, 404]);
        end.abort();
        expect(await taken).toEqual([]);
      } else {
        expect(await taken).toEqual(['SUBGRAPH_UNTRUSTED']);
      }
    });

    const attacks: [string, Way, before: number][] = [
      ['altered', ([first, ...rest]) => [altered(first as Sealed), ...rest], 0],
      ['without a seal', ([first, ...rest]) => [{ ...(first as Sealed), seal: '' }, ...rest], 0],
      ['sent again', ([first, ...rest]) => [first as Sealed, first as Sealed, ...rest], 1],
      ['in another order', ([first, second, end]) => [second as Sealed, first as Sealed, end as Sealed], 0],
      ['left out', ([, ...rest]) => rest, 0],
      ['another subscription’s', (messages, foreign) => [...foreign, ...messages], 0],
      [
        'sealed as another’s',
        ([first, ...rest], [foreign]) => [{ ...(first as Sealed), seal: (foreign as Sealed).seal }, ...rest],
        0,
      ],
    ];

    if (protocol === 'ws') {
      test.each(attacks)('are refused that are %s, and the subscription ends', async (_how, change, before) => {
        await subscribe();
        way = change;
        expect(await subscribe()).toEqual([...[{ n: 1 }].slice(0, before), 'SUBGRAPH_UNTRUSTED']);
      });

      test('come again after a subgraph has forgotten the session: the next subscription agrees on another', async () => {
        await subscribe();
        trust = newTrust();
        expect(await subscribe()).toEqual(['SUBGRAPH_UNREACHABLE']);
        expect(await subscribe()).toEqual([{ n: 1 }, { n: 2 }]);
      });

      test('are refused that are the gateway’s own words', async () => {
        way = () => heard.slice(-1);
        expect(await subscribe()).toEqual(['SUBGRAPH_UNTRUSTED']);
      });
    } else {
      test.each(attacks)('are refused that are %s, and leave their place to the right ones', async (how, change) => {
        await subscribe();
        statuses = [];
        way = (messages, foreign) => {
          const sent = change(messages, foreign);
          return how === 'sent again' ? sent : [...sent, ...messages];
        };
        expect(await subscribe()).toEqual([{ n: 1 }, { n: 2 }]);
        // The answer to the last one leaves after the event that ends the subscription.
        await until(() => statuses.includes(404), { what: 'the answer 404', seen: () => statuses });
      });

      test('do not keep a subscription alive when they are sent by others', async () => {
        const end = new AbortController();
        way = (messages) => [messages[0] as Sealed, { ...(messages[1] as Sealed), seal: 'x'.repeat(sealLength) }];
        const taken = subscribe(end);
        await until(() => statuses.length >= 2, { what: 'two answers', seen: () => statuses });
        expect(statuses).toEqual([204, 404]);
        end.abort();
        expect(await taken).toEqual([{ n: 1 }]);
      });
    }
  },
);
