import { createHash, timingSafeEqual } from 'node:crypto';
import { refuseForeign } from '@hub/runtime';
import type { FastifyInstance } from 'fastify';

/** The protection of the page. */
export interface PageGuard {
  /** The password of the user `connector`; undefined where the page asks for none. */
  readonly password: string | undefined;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest();

/**
 * Accepts requests to this machine's names only, and no changes from another page. So a site in the same browser can
 * neither send this page's forms nor read the page, not even by a domain name that points to this machine.
 */
export function guardPage(server: FastifyInstance, { password }: PageGuard): void {
  const expected = password === undefined ? undefined : digestOf(`connector:${password}`);
  server.addHook('onRequest', async (request, reply) => {
    // Programs that post rows present a separate token.
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
