/**
 * Writes how far each commune is, for the page beside: `node write.js http://127.0.0.1:4000 how-far.json`, each night. A page
 * that everyone reads can keep no secret, so the app asks and the page shows. All figures are of one version.
 *
 * Communes' figures need an app's token: its issuer, id and secret are in HUB_ISSUER, HUB_CLIENT_ID and HUB_CLIENT_SECRET. Who
 * publishes them registers the app with `republish: FIGURES`.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { figuresVersion, Hub } from '@hub/client';

const [url, file] = process.argv.slice(2);
const { HUB_ISSUER: issuer, HUB_CLIENT_ID: id, HUB_CLIENT_SECRET: secret } = process.env;
const token = { issuer, id, secret, scopes: ['progress:read'] };
const hub = new Hub({ url, name: 'my-commune', purpose: 'statistics', token });

/** A province has fewer communes than a page may have rows. */
const document = `query HowFar {
  goals {
    title
    progressByCommune(first: 500) {
      nodes { commune { code name } period ratio ratioDecimals target demonstration }
    }
  }
}`;

/** All goals with figures of one version; asks again where it changed meanwhile. */
async function everything() {
  for (;;) {
    const version = await figuresVersion(hub);
    const { goals } = await hub.query(document);
    if ((await figuresVersion(hub)) === version) return { version, goals };
  }
}

const { version, goals } = await everything();
const communes = new Map();
for (const { title, progressByCommune } of goals)
  for (const { commune, ...one } of progressByCommune.nodes) {
    if (!communes.has(commune.code)) communes.set(commune.code, { ...commune, progress: [] });
    communes.get(commune.code).progress.push({ title, ...one });
  }
// A reader meanwhile has the former file.
writeFileSync(`${file}.new`, JSON.stringify({ figuresVersion: version, communes: [...communes.values()] }));
renameSync(`${file}.new`, file);
console.log(`${communes.size} communes`);
