import { resolve } from 'node:path';
import { formatReport, registry } from '@hub/protocol';
import { candidateFrom } from './candidate.js';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { UsageError } from './failure.js';
import { askHub, textOf } from './join.command.js';

/** The options of `hub check`. */
export const checkOptions = {
  from: { type: 'string' },
  json: { type: 'boolean', default: false },
  hub: { type: 'string' },
  ...endpointOptions,
} as const;

/** The exit code for a refused schema, the same as for rejected rows. */
const refused = 3;

/** Checks a schema at the hub's address, with a token of the organisation's programs. */
function checkAtHub(hub: string, sdl: string, tokenFile: string | undefined, { folder }: Surroundings) {
  if (tokenFile === undefined)
    throw new UsageError('Expected --token-file FILE beside --hub, with a token to check with.');
  const token = textOf(resolve(folder, tokenFile)).trim();
  return askHub(hub, (client, signal) => client.check(sdl, signal, token));
}

/**
 * `hub check <organisation>`: prints the users that publishing a schema would break, and the schema's other faults.
 * The schema comes from a file, from another endpoint, or from the running subgraph.
 */
export const check: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: checkOptions });
  const [organisation, ...more] = positionals;
  if (organisation === undefined || more.length > 0) {
    throw new UsageError(`Expected one organisation, got ${positionals.join(' ') || 'none'}.`);
  }
  const { url: endpoint, hub, ...reach } = values;
  if (values.from !== undefined && endpoint !== undefined) {
    throw new UsageError('Expected one of --from FILE and --url URL, got both.');
  }
  const sdl = await candidateFrom(organisation, { from: values.from, endpoint, reach }, surroundings);
  const report =
    hub === undefined
      ? await (await endpointOf(registry.code, reach, surroundings)).check(organisation, sdl)
      : await checkAtHub(hub, sdl, values['token-file'], surroundings);
  console.log(values.json ? JSON.stringify(report) : formatReport(report));
  return report.verdict === 'REFUSED' ? refused : 0;
};
