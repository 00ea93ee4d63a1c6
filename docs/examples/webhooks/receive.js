/**
 * Takes the hub's webhooks: `WEBHOOK_SECRET=whsec_… node receive.js 8080 events.db`. Each event is kept once, however often
 * it comes. Put a proxy with TLS before it, and name its address in `createWebhook`.
 */
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';

const [port, file] = process.argv.slice(2);
const webhook = new Webhook(process.env.WEBHOOK_SECRET);
const database = new DatabaseSync(file);
database.exec('CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, type TEXT, at TEXT, data TEXT)');
const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');

/** A request's body, up to 64 KiB. */
async function textOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > 65_536) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const server = createServer(async (request, response) => {
  let message;
  try {
    // Throws where nobody with the secret signed it, or it is older than five minutes.
    message = webhook.verify(await textOf(request), request.headers);
  } catch {
    response.writeHead(400).end();
    return;
  }
  insert.run(request.headers['webhook-id'], message.type, message.timestamp, JSON.stringify(message.data));
  // Answer soon: what takes long is done after.
  response.writeHead(204).end();
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`);
});
