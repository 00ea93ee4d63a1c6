import { organisationFromFolder, runSubgraph } from '@hub/kit';
import { reportFailure } from '@hub/runtime';

/**
 * The main program of an organisation that is a folder without code: `node folder.js FOLDER`, then the words of
 * `runSubgraph`. Its settings are a subgraph's.
 */
const [folder = '.', ...words] = process.argv.slice(2);
try {
  const definition = organisationFromFolder(folder);
  await runSubgraph(definition, words);
} catch (error) {
  reportFailure(folder, error, process.env);
  if (process.connected) process.disconnect();
}
