import type { SubgraphDefinition } from '@hub/kit';
import { recordsElsewhere } from './records-elsewhere.js';
import { runConnector } from './running-connector.js';
import { checkConnector } from './settings/check-connector.js';
import type { Connector } from './settings/read-connector.js';

/**
 * A folder's subgraph with the connector's further work.
 * @throws StartFailure where the folder's files do not fit together.
 */
export function connectorDefinition(definition: SubgraphDefinition, connector: Connector): SubgraphDefinition {
  checkConnector(connector, definition);
  const elsewhere = recordsElsewhere(connector);
  return {
    ...definition,
    ...(elsewhere && { elsewhere }),
    beside: (parts) => {
      runConnector(connector, definition, parts, elsewhere);
    },
  };
}
