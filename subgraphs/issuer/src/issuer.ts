import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import {
  createKeyIfMissing,
  createSigningKeyIfMissing,
  guardConnections,
  inProduction,
  isProduction,
  reportFailure,
  unforeseenFault,
  untilStopRequested,
} from '@hub/runtime';
import type { JWK } from 'jose';
import { choiceOfPerson, choicePath } from './choice-of-person.js';
import { createIssuer } from './create-issuer.js';

/**
 * The main program of the development issuer: it serves until it is told to stop, or who started it ends. Its keys are
 * made where they are missing. It does not start for production: whoever can read its secret gets a token of any role.
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
    // Where others reach it, when that is not where it listens.
    ISSUER_URL: url = `http://${host}:${port}`,
    AUDIENCE: audience = '',
    SIGNING_KEY_FILE: signingKeyFile = '',
    CLIENT_SECRET_FILE: clientSecretFile = '',
  } = process.env;
  createSigningKeyIfMissing(signingKeyFile);
  createKeyIfMissing(clientSecretFile);
  const issuer = createIssuer({
    url,
    audience,
    signingKey: JSON.parse(readFileSync(signingKeyFile, 'utf8')) as JWK,
    clientSecret: readFileSync(clientSecretFile, 'utf8').trim(),
  });
  const answer = issuer.callback();
  const choose = choiceOfPerson(issuer);
  const server = createServer((request, response) => {
    if (request.url === '/readyz') response.end('{"status":"ready"}');
    else if (request.url?.startsWith(choicePath)) void choose(request, response);
    else void answer(request, response);
  });
  const endSilent = guardConnections(server);
  server.listen(Number(port), host);
  await once(server, 'listening');
  await Promise.race([stopRequested, faulted]);
  server.close();
  endSilent();
  server.closeIdleConnections();
}
