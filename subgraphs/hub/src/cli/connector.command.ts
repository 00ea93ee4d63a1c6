import { environmentOf, readConnector } from '@hub/connector';
import { type Command, parseCommand } from './command.js';
import { UsageError } from './failure.js';
import { homeOf, portsOf } from './home.js';
import { programFile } from './program-files.js';
import { onNamedDatabase, prepareServing, runUntilStopped } from './serve.command.js';
import { listenForStop } from './stop-signals.js';

/** The options of `hub connector`. */
export const connectorOptions = { port: { type: 'string' } } as const;

/**
 * `hub connector FOLDER`: runs a connector from its folder's settings until it is stopped: one program, on its
 * embedded PostgreSQL (`FOLDER/.data`) or on the one that the folder names.
 */
export const connector: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: connectorOptions });
  const [argument, ...more] = positionals;
  if (argument === undefined || more.length > 0) throw new UsageError('Expected one FOLDER.');
  const found = homeOf(argument, surroundings);
  const read = readConnector(found.folder);
  const home = {
    ...found,
    program: programFile(surroundings.root, 'connector'),
    words: [found.folder],
  };
  const told = environmentOf(read);
  const environment = { ...surroundings.environment, ...told };
  const ports = portsOf(home, values.port);
  if (environment.DATABASE_URL)
    return onNamedDatabase(home, { ...surroundings, environment }, String(ports.get(home.code)));
  const { stop, force } = listenForStop((reason) => {
    console.log(`Stopping on ${reason} (Ctrl-C again forces it)…`);
  });
  const served = await prepareServing(home, { ...surroundings, environment }, ports);
  const part = { ...served.part, environment: { ...served.part.environment, ...told } };
  console.log(`Starting the connector of ${home.code}…`);
  const ready = [
    `\nThe connector of ${home.code} is ready.\n`,
    `  Page     http://127.0.0.1:${read.settings.page.port}/`,
    `  GraphQL  ${part.url}/graphql`,
    `  Log      ${part.log}`,
    '\nCtrl-C stops it.',
  ].join('\n');
  return runUntilStopped({ ...served, part }, () => ready, { stop, force });
};
