import { StartFailure } from '@hub/runtime';
import { readJsonApi } from './json-api/read-json-api.js';
import { schemaTextOf } from './json-api/schema-text.js';
import { type Connector, shown } from './settings/read-connector.js';
import { askSchema } from './upstream/ask-schema.js';
import { UpstreamClient } from './upstream/upstream-client.js';
import { UpstreamFault } from './upstream/upstream-fault.js';

/**
 * The schema that a connector serves of records elsewhere, as it is published: the one that the organisation's own
 * endpoint says now, or the one of what is declared of a JSON API. Undefined where its records are its own.
 * @throws StartFailure where the endpoint does not say it, or a declaration is wrong.
 */
export async function publishedSchemaOf({ folder, settings, at }: Connector): Promise<string | undefined> {
  const { upstream, jsonApi } = settings.records ?? {};
  if (jsonApi) return schemaTextOf(readJsonApi(folder, shown));
  if (!upstream) return undefined;
  const { url, within: withinMs, mostMebibytes } = upstream;
  const client = new UpstreamClient({ url, withinMs, mostBytes: mostMebibytes * 2 ** 20, connections: 1 });
  try {
    return await askSchema(client);
  } catch (error) {
    if (!(error instanceof UpstreamFault)) throw error;
    const where = `${at(['records', 'upstream', 'url'])}: records.upstream.url`;
    throw new StartFailure(`${where}: expected your endpoint to say its schema (${error.code}: ${error.detail})`, 1);
  } finally {
    await client.close();
  }
}
