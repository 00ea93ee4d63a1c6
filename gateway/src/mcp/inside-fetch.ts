import type { IncomingMessage, RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { inject } from 'light-my-request';

/** The headers that identify the caller, its address and its purpose; inner requests carry the same ones. */
const own = ['authorization', 'host', 'x-hub-purpose', 'x-forwarded-for', 'forwarded', 'traceparent', 'tracestate'];

/**
 * Makes a `fetch` to this server on behalf of a request's caller. Inner requests use the same endpoints as outer ones,
 * with the same authentication, counting, prices and records.
 * @param handle answers an HTTP request.
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
    // A reader that stops early counts as a caller that disconnects.
    stream.once('close', leave).once('error', leave);
    signal?.addEventListener('abort', () => stream.destroy(), { once: true });
    return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
    });
  };
}
