import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createKeyIfMissing,
  createSigningKeyIfMissing,
  type EndpointPrice,
  guardConnections,
  inProduction,
  isLoopback,
  isProduction,
  refuseForeign,
  reportFailure,
  unforeseenFault,
  untilStopRequested,
} from '@hub/runtime';
import type { JWK } from 'jose';
import { choiceOfPerson, choicePath } from './choice-of-person.js';
import { createIssuer, isHere } from './create-issuer.js';
import { admitRegisteredApps } from './registered-apps.js';

/** A request handler for a path prefix, with the price of a request. */
interface ServedPath {
  readonly path: string;
  readonly price: EndpointPrice;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => unknown;
}

/**
 * Main program of the development issuer. It serves until a signal arrives, or the parent process ends. It makes
 * missing keys. It refuses to start in production, because its secret gives tokens of any role.
 */
if (isProduction(process.env)) {
  console.error(`Expected another issuer ${inProduction(process.env)}: this one is for development.`);
  process.exit(2);
}
try {
  await serve();
} catch (error) {
  reportFailure('issuer', error, process.env);
}

async function serve(): Promise<void> {
  const stopRequested = untilStopRequested();
  const faulted = unforeseenFault((error) => {
    console.error('issuer: stops after an unforeseen fault:', error);
  });
  const {
    HOST: host = '127.0.0.1',
    PORT: port = '',
    // Public URL, if it differs from the listening address.
    ISSUER_URL: url = `http://${host}:${port}`,
    AUDIENCE: audience = '',
    SIGNING_KEY_FILE: signingKeyFile = '',
    CLIENT_SECRET_FILE: clientSecretFile = '',
    HUB_URL: hub,
  } = process.env;
  createSigningKeyIfMissing(signingKeyFile);
  createKeyIfMissing(clientSecretFile);
  const issuer = createIssuer({
    url,
    audience,
    signingKey: JSON.parse(readFileSync(signingKeyFile, 'utf8')) as JWK,
    clientSecret: readFileSync(clientSecretFile, 'utf8').trim(),
  });
  if (hub) admitRegisteredApps(issuer, hub);
  const answer = issuer.callback();
  const choose = choiceOfPerson(issuer);
  const served: readonly ServedPath[] = [
    {
      ...{ path: '/readyz', price: { processorMs: 1, bytesIn: 0, bytesHeld: 4096, connections: 0 } },
      answer: (_request, response) => response.end('{"status":"ready"}'),
    },
    {
      ...{ path: choicePath, price: { processorMs: 10, bytesIn: 64 * 1024, bytesHeld: 256 * 1024, connections: 0 } },
      answer: choose,
    },
    // The protocol's endpoints: they sign a token or read a form.
    {
      ...{ path: '/', price: { processorMs: 20, bytesIn: 64 * 1024, bytesHeld: 256 * 1024, connections: 0 } },
      answer,
    },
  ];
  // Pages of other sites must not get a token, neither from their own name nor from a domain name that points to this
  // machine.
  const isForMachine = isLoopback(host) && url === `http://${host}:${port}`;
  const server = createServer((request, response) => {
    const foreign = isForMachine && !isHere(request.headers.origin) ? refuseForeign(request, true) : undefined;
    if (foreign) {
      const { status, code, message } = foreign;
      response.writeHead(status, { connection: 'close' }).end(JSON.stringify({ code, message }));
      return;
    }
    const one = served.find(({ path }) => (request.url ?? '/').startsWith(path)) ?? served.at(-1);
    if (one && Number(request.headers['content-length'] ?? 0) > one.price.bytesIn) {
      response.writeHead(413, { connection: 'close' }).end();
    } else void one?.answer(request, response);
  });
  const endSilent = guardConnections(server);
  server.listen(Number(port), host);
  await once(server, 'listening');
  await Promise.race([stopRequested, faulted]);
  server.close();
  endSilent();
  server.closeIdleConnections();
}
