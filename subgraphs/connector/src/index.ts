export { type Connector, readConnector } from './settings/read-connector.js';
export type { ConnectorSettings } from './settings/connector-settings.js';
export { environmentOf } from './settings/environment-of.js';
