import type { Connector } from './settings/read-connector.js';

export { type Connector, readConnector } from './settings/read-connector.js';
export type { ConnectorSettings } from './settings/connector-settings.js';
export { environmentOf } from './settings/environment-of.js';

/** The schema that a connector serves for records in another system; see `published-schema.ts`. */
export async function publishedSchemaOf(connector: Connector): Promise<string | undefined> {
  return (await import('./published-schema.js')).publishedSchemaOf(connector);
}
