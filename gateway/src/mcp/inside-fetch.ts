import type { IncomingMessage, RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { inject } from 'light-my-request';

/** What of a request says who asks, from where and what for: what is asked in its course says the same. */
const own = ['authorization', 'host', 'x-hub-purpose', 'x-forwarded-for', 'forwarded', 'traceparent', 'tracestate'];

/**
 * Asks this very server in the course of a request, as its caller: what is asked comes through the same endpoints as from
 * outside, and is known, counted, priced and recorded there.
 * @param handle answers a request of HTTP.
 */
export function insideFetch(
  handle: RequestListener,
  outer: Pick<IncomingMessage, 'headers' | 'socket'>,
  more: Readonly<Record<string, string>> = {},
): typeof fetch {
  const kept = Object.fromEntries(own.flatMap((name) => (outer.headers[name] ? [[name, outer.headers[name]]] : [])));
  return async (input, init = {}) => {
    const { pathname, search } = new URL(input);
    const { signal, body } = init;
    signal?.throwIfAborted();
    const answer = await inject(handle, {
      method: (init.method ?? 'GET') as 'GET' | 'POST',
      url: `${pathname}${search}`,
      headers: { ...Object.fromEntries(new Headers(init.headers)), ...more, ...(kept as Record<string, string>) },
      ...(outer.socket.remoteAddress !== undefined && { remoteAddress: outer.socket.remoteAddress }),
      ...(typeof body === 'string' && { payload: body }),
      payloadAsStream: true,
    });
    const stream = answer.stream();
    const leave = () => answer.raw.res.destroy();
    // Whoever wants no more of it is gone, as a caller is that hangs up.
    stream.once('close', leave).once('error', leave);
    signal?.addEventListener('abort', () => stream.destroy(), { once: true });
    return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
    });
  };
}
