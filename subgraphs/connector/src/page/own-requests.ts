import { createHash, timingSafeEqual } from 'node:crypto';
import { refuseForeign } from '@hub/runtime';
import type { FastifyInstance } from 'fastify';

/** What keeps others out of the page. */
export interface PageGuard {
  /** The password of the user `connector`; undefined where none is asked. */
  readonly password: string | undefined;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest();

/**
 * Lets in what comes to this machine by its own names, and changes nothing for another page: a site that somebody has
 * open in the same browser can neither read this page, whatever name it gives its address, nor send its forms.
 */
export function guardPage(server: FastifyInstance, { password }: PageGuard): void {
  const expected = password === undefined ? undefined : digestOf(`connector:${password}`);
  server.addHook('onRequest', async (request, reply) => {
    // Programs that post rows show a token of their own.
    const isOfProgram = request.method === 'POST' && request.url.startsWith('/rows/');
    const refused = refuseForeign(request.raw, isOfProgram);
    if (refused) {
      const { status, code, message } = refused;
      return reply.code(status).send({ code, message });
    }
    if (isOfProgram || !expected || isPassword(request.headers.authorization ?? '', expected)) return undefined;
    return askPassword(reply);
  });
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
