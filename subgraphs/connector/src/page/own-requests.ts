import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What keeps others out of the page. */
export interface PageGuard {
  readonly port: number;
  /** The password of the user `connector`; undefined where none is asked. */
  readonly password: string | undefined;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest();

/**
 * Lets in what comes to this machine by its own names, and changes nothing for another page: a site that somebody has
 * open in the same browser can neither read this page, whatever name it gives its address, nor send its forms.
 */
export function guardPage(server: FastifyInstance, { port, password }: PageGuard): void {
  const hosts = new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`));
  const expected = password === undefined ? undefined : digestOf(`connector:${password}`);
  server.addHook('onRequest', async (request, reply) => {
    const { host = '', authorization = '' } = request.headers;
    if (!hosts.has(host.toLowerCase()))
      return reply
        .code(421)
        .send({ code: 'BAD_REQUEST', message: `Expected http://127.0.0.1:${port}/, got another host.` });
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (expected && !isPassword(authorization, expected)) return askPassword(reply);
      return undefined;
    }
    if (isForeign(request, host))
      return reply
        .code(403)
        .send({ code: 'FORBIDDEN', message: 'Expected a form of this page, got one of another site.' });
    // Programs that post rows show a token of their own.
    const isOfProgram = request.url.startsWith('/rows/');
    if (!isOfProgram && expected && !isPassword(authorization, expected)) return askPassword(reply);
    return undefined;
  });
}

/** Whether a browser sends a request for another site; programs say no origin. */
function isForeign({ headers, url }: FastifyRequest, host: string): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin') return true;
  if (origin !== undefined) return origin !== `http://${host}`;
  // A form of the page says its origin.
  return !url.startsWith('/rows/');
}

function isPassword(authorization: string, expected: Buffer): boolean {
  const [, encoded = ''] = /^Basic (.+)$/.exec(authorization) ?? [];
  return timingSafeEqual(digestOf(Buffer.from(encoded, 'base64').toString()), expected);
}

function askPassword(reply: {
  code(status: number): { header(name: string, value: string): { send(body: object): unknown } };
}) {
  return reply
    .code(401)
    .header('www-authenticate', 'Basic realm="connector", charset="UTF-8"')
    .send({ code: 'UNAUTHENTICATED', message: 'Expected the password of the page.' });
}
