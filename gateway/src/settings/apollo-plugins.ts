import { access } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { oneLine } from '../base/one-line.js';
import { StartError } from '../errors/start-error.js';
import type { ApolloPlugin } from '../graphql/apollo-pipeline.js';

/** The file with the gateway's own `graphql` package; `build.mjs` makes it. */
const gatewaysGraphql = new URL('graphql-of-plugins.js', import.meta.url).href;

/** The module specifier under which plugins import it. */
const sharedGraphql = 'hub:graphql';

/** The package and its public folders; the package exports all their names. */
const graphqlPackage = /^graphql(\/(error|execution|language|type|utilities|validation))?(\/index)?(\.m?js)?$/;

/**
 * Reads Apollo Server plugins: the list that an ES module exports by default.
 * @throws StartError if the file cannot be read, or has no such list.
 */
export async function readApolloPlugins(file: string): Promise<readonly ApolloPlugin[]> {
  const fault = (found: string) =>
    new StartError(
      `--apollo-plugins or APOLLO_PLUGINS: expected an ES module whose default export is a list of Apollo Server plugins in ${file}, ${found}`,
    );
  const path = resolve(file);
  await access(path).catch((error: unknown) => {
    throw fault(`but it cannot be read: ${(error as Error).message}`);
  });
  await shareGraphql();
  const { default: plugins } = (await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw fault(`but loading it failed: ${oneLine(String(error))}`);
  })) as { default?: unknown };
  if (!Array.isArray(plugins)) throw fault(`got ${plugins === undefined ? 'no default export' : typeof plugins}`);
  if (plugins.length === 0) throw fault('got an empty list');
  const wrong = plugins.findIndex((plugin) => typeof plugin !== 'object' || plugin === null);
  if (wrong >= 0) throw fault(`got ${plugins[wrong] === null ? 'null' : typeof plugins[wrong]} as entry ${wrong + 1}`);
  return plugins as readonly ApolloPlugin[];
}

/** Makes plugins import the gateway's own `graphql`: another copy cannot read the gateway's schema. */
async function shareGraphql(): Promise<void> {
  const { default: graphql } = (await import(gatewaysGraphql)) as { default: object };
  const names = Object.keys(graphql).filter((name) => name !== 'default');
  const source = `import gateways from ${JSON.stringify(gatewaysGraphql)};
export const { ${names.join(', ')} } = gateways;
export default gateways;`;
  registerHooks({
    resolve: (specifier, context, next) =>
      graphqlPackage.test(specifier) ? { url: sharedGraphql, shortCircuit: true } : next(specifier, context),
    load: (url, context, next) =>
      url === sharedGraphql ? { format: 'module', source, shortCircuit: true } : next(url, context),
  });
}
