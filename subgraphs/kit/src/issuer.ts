import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { JWK } from 'jose';
import { createIssuer } from './issuer/create-issuer.js';
import { untilStopRequested } from './until-stop-requested.js';

/** The main program of the development issuer: it serves until it is told to stop, or who started it ends. */
const stopRequested = untilStopRequested();
const { HOST: host = '127.0.0.1', PORT: port = '', AUDIENCE: audience = '' } = process.env;
const secret = (variable: string) => readFileSync(process.env[variable] ?? '', 'utf8').trim();
const issuer = createIssuer({
  url: `http://${host}:${port}`,
  audience,
  signingKey: JSON.parse(secret('SIGNING_KEY_FILE')) as JWK,
  clientSecret: secret('CLIENT_SECRET_FILE'),
}).callback();
const server = createServer((request, response) => {
  if (request.url === '/readyz') response.end('{"status":"ready"}');
  else void issuer(request, response);
});
server.listen(Number(port), host);
await once(server, 'listening');
await stopRequested;
server.close();
server.closeIdleConnections();
