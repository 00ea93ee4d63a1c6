import { registry } from '@hub/schema';
import { formatReport } from '../check/format-report.js';
import { candidateFrom } from './candidate.js';
import { type Command, parseCommand } from './command.js';
import { doorOf, doorOptions } from './door-of.js';
import { UsageError } from './failure.js';

/** The options of `hub check`. */
export const checkOptions = {
  from: { type: 'string' },
  json: { type: 'boolean', default: false },
  ...doorOptions,
} as const;

/** The exit code where the schema would be refused, as where rows were. */
const refused = 3;

/**
 * `hub check <organisation>`: says what publishing a schema would break, for whom, and what else is wrong with it. The
 * schema is a file's, another endpoint's, or the running subgraph's own.
 */
export const check: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: checkOptions });
  const [organisation, ...more] = positionals;
  if (organisation === undefined || more.length > 0) {
    throw new UsageError(`Expected one organisation, got ${positionals.join(' ') || 'none'}.`);
  }
  const { url: endpoint, ...reach } = values;
  if (values.from !== undefined && endpoint !== undefined) {
    throw new UsageError('Expected one of --from FILE and --url URL, got both.');
  }
  const sdl = await candidateFrom(organisation, { from: values.from, endpoint, reach }, surroundings);
  const door = await doorOf(registry.code, reach, surroundings);
  const report = await door.check(organisation, sdl);
  console.log(values.json ? JSON.stringify(report) : formatReport(report));
  return report.verdict === 'REFUSED' ? refused : 0;
};
