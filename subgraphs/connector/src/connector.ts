import { organisationFromFolder, runSubgraph } from '@hub/kit';
import { reportFailure } from '@hub/runtime';
import { connectorDefinition } from './connector-definition.js';
import { hasRecordsElsewhere } from './records-elsewhere.js';
import { readConnector } from './settings/read-connector.js';

/**
 * The main program of a connector: `node connector.js FOLDER`, then the arguments of `runSubgraph`. The environment has
 * a subgraph's settings, and the folder has the settings of the connector.
 */
const [folder = '.', ...words] = process.argv.slice(2);
try {
  const connector = readConnector(folder);
  await runSubgraph(
    connectorDefinition(organisationFromFolder(folder, { mayHaveNone: hasRecordsElsewhere(connector) }), connector),
    words,
  );
} catch (error) {
  reportFailure(folder, error, process.env);
  if (process.connected) process.disconnect();
}
