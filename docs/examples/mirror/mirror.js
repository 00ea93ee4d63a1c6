/**
 * A nightly mirror of the communes' progress in SQLite: `node mirror.js http://127.0.0.1:4000 mirror.db`. All rows of a night
 * are of one version of the figures. Where no figure has changed, it asks one small query and writes nothing.
 *
 * Communes' figures need an app's token: its issuer, id and secret are in HUB_ISSUER, HUB_CLIENT_ID and HUB_CLIENT_SECRET.
 */
import { DatabaseSync } from 'node:sqlite';
import { figuresVersion, Hub, wholeList } from '@hub/client';

const [url, file] = process.argv.slice(2);
const { HUB_ISSUER: issuer, HUB_CLIENT_ID: id, HUB_CLIENT_SECRET: secret } = process.env;
const hub = new Hub({
  url,
  name: 'nightly-mirror',
  purpose: 'statistics',
  token: { issuer, id, secret, scopes: ['progress:read'] },
  retries: { attempts: 10, longestWaitMs: 300_000 },
});

const progress = `query Mirror($goal: ID!, $after: String) {
  goal(code: $goal) {
    progressByCommune(first: 500, after: $after) {
      nodes { communeCode period ratio status asOf people { lower upper } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const database = new DatabaseSync(file);
database.exec(`
  CREATE TABLE IF NOT EXISTS progress (
    goal TEXT, commune TEXT, period TEXT, ratio REAL, status TEXT, as_of TEXT, people_lower INTEGER, people_upper INTEGER,
    PRIMARY KEY (goal, commune)
  );
  CREATE TABLE IF NOT EXISTS version (figures TEXT)`);

/** All rows of all goals with figures of one version; asks again where the version changed between two goals. */
async function everything() {
  for (;;) {
    const { goals } = await hub.query('query Goals { goals { code } }');
    const lists = [];
    for (const { code } of goals) {
      const variables = { goal: code };
      lists.push(
        await wholeList(hub, { document: progress, variables, connection: ({ goal }) => goal.progressByCommune }),
      );
    }
    const [{ figuresVersion: version }] = lists;
    if (lists.every((list) => list.figuresVersion === version))
      return {
        version,
        rows: lists.flatMap(({ nodes }, at) => nodes.map((node) => ({ goal: goals[at].code, ...node }))),
      };
  }
}

const held = database.prepare('SELECT figures FROM version').get();
if (held && held.figures === (await figuresVersion(hub))) {
  console.log('unchanged');
} else {
  const { version, rows } = await everything();
  const insert = database.prepare('INSERT INTO progress VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  database.exec('BEGIN; DELETE FROM progress; DELETE FROM version');
  for (const { goal, communeCode, period, ratio, status, asOf, people } of rows)
    insert.run(goal, communeCode, period, ratio, status, asOf, people?.lower ?? null, people?.upper ?? null);
  database.prepare('INSERT INTO version VALUES (?)').run(version);
  database.exec('COMMIT');
  console.log(`${rows.length} rows`);
}
database.close();
