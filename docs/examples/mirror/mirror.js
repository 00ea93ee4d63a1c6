/**
 * A nightly mirror of the progress of all months in SQLite: `node mirror.js http://127.0.0.1:4000 mirror.db`. It asks
 * what changed since the night before. Stopped anywhere, it goes on from there the next time.
 *
 * Communes' figures need an app's token: its issuer, id and secret are in HUB_ISSUER, HUB_CLIENT_ID and HUB_CLIENT_SECRET.
 */
import { DatabaseSync } from 'node:sqlite';
import { Hub } from '@hub/client';

const [url, file] = process.argv.slice(2);
const { HUB_ISSUER: issuer, HUB_CLIENT_ID: id, HUB_CLIENT_SECRET: secret } = process.env;
const hub = new Hub({
  url,
  name: 'nightly-mirror',
  purpose: 'statistics',
  token: { issuer, id, secret, scopes: ['progress:read'] },
  retries: { attempts: 10, longestWaitMs: 300_000 },
});

const changes = `query Mirror($after: String) {
  figuresChanged(after: $after, first: 500) {
    nodes { goalCode communeCode period progress { ratio status people { lower upper } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const database = new DatabaseSync(file);
database.exec(`
  CREATE TABLE IF NOT EXISTS progress (
    goal TEXT, commune TEXT, period TEXT, ratio REAL, status TEXT, people_lower INTEGER, people_upper INTEGER,
    PRIMARY KEY (goal, commune, period)
  );
  CREATE TABLE IF NOT EXISTS position (after TEXT)`);
const remove = database.prepare('DELETE FROM progress WHERE goal = ? AND commune = ? AND period = ?');
const put = database.prepare('INSERT OR REPLACE INTO progress VALUES (?, ?, ?, ?, ?, ?, ?)');

let after = database.prepare('SELECT after FROM position').get()?.after ?? null;
let rows = 0;
for (let more = true; more;) {
  const { nodes, pageInfo } = (await hub.query(changes, { after })).figuresChanged;
  ({ endCursor: after, hasNextPage: more } = pageInfo);
  // A page and where it ends are written together.
  database.exec('BEGIN');
  for (const { goalCode, communeCode, period, progress } of nodes) {
    const key = [goalCode, communeCode, period];
    if (!progress) remove.run(...key);
    else {
      const { ratio, status, people } = progress;
      put.run(...key, ratio, status, people?.lower ?? null, people?.upper ?? null);
    }
  }
  database.exec('DELETE FROM position');
  database.prepare('INSERT INTO position VALUES (?)').run(after);
  database.exec('COMMIT');
  rows += nodes.length;
}
console.log(`${rows} rows changed`);
database.close();
