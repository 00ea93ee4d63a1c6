import { StartFailure } from '@hub/runtime';
import { readJsonApi } from './json-api/read-json-api.js';
import { schemaTextOf } from './json-api/schema-text.js';
import { agreementsIn } from './records-elsewhere.js';
import { type Connector, shown } from './settings/read-connector.js';
import { askSchema } from './upstream/ask-schema.js';
import { UpstreamClient } from './upstream/upstream-client.js';
import { UpstreamFault } from './upstream/upstream-fault.js';

/**
 * The schema that a connector serves for records in another system, for publication: the present one of the
 * organisation's own endpoint, or the one declared for a JSON API. Undefined where the connector has the records.
 * @throws StartFailure where the endpoint does not give it, or a declaration is wrong.
 */
export async function publishedSchemaOf({ folder, settings, at }: Connector): Promise<string | undefined> {
  const { upstream, jsonApi } = settings.records ?? {};
  if (jsonApi) return schemaTextOf(readJsonApi(folder, shown, agreementsIn(folder)));
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
