import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { draftOf, howToFill, type TableFault } from '@hub/kit';
import type { DraftedMigration } from '@hub/kit/service';
import { startTemporaryServer } from '../postgres/temporary-server.js';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { Failure, UsageError } from './failure.js';
import { type Home, homeOf } from './home.js';

const run = promisify(execFile);

/**
 * `hub migrate draft <organisation | FOLDER>`: runs the organisation's migrations on a temporary PostgreSQL, compares
 * the tables with its records, and writes a draft of the next migration.
 */
export const migrate: Command = async (args, surroundings) => {
  const { values: given, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: { name: { type: 'string', default: 'records' }, fill: { type: 'string', multiple: true, default: [] } },
  });
  const [action, argument, ...more] = positionals;
  if (action !== 'draft' || argument === undefined || more.length > 0)
    throw new UsageError(`Expected draft <organisation | FOLDER>, got ${positionals.join(' ') || 'nothing'}.`);
  if (!/^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(given.name))
    throw new UsageError(`--name: expected a name such as clubs-by-year, got ${JSON.stringify(given.name)}.`);
  const home = homeOf(argument, surroundings);
  const values = fillsOf(given.fill);
  const { faults } = await draftFor(home, surroundings);
  if (faults.length === 0) {
    console.log(`${home.code}: nothing to do. Its migrations make the tables that its records declare.`);
    return 0;
  }
  const isByHand = ({ statements, unfilled }: TableFault) => !statements && !(unfilled && values.has(unfilled.at));
  for (const one of faults) {
    const { fault, unfilled } = one;
    const how = unfilled && !values.has(unfilled.at) ? `; ${howToFill(unfilled.at)}` : '';
    console.log(`  ${fault}${how}${isByHand(one) ? ' (by hand)' : ''}`);
  }
  const file = writeMigration(home, given.name, draftOf(faults, values));
  console.log(`Written: ${relative(surroundings.folder, file)}. Read it before it runs.`);
  if (!home.isYaml) console.log('Name its class in migrations, where the subgraph is defined.');
  const byHand = faults.filter(isByHand).length;
  if (byHand > 0) console.log(`${String(byHand)} of these must be written by hand: the file names them in comments.`);
  return 0;
};

/** Reads `--fill table.column=VALUE`: values of existing rows for a new column without nulls. */
function fillsOf(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((one) => {
      const [, at, value] = /^(\w+\.\w+)=(.*)$/s.exec(one) ?? [];
      if (at === undefined || value === undefined)
        throw new UsageError(`--fill: expected table.column=VALUE, got ${JSON.stringify(one)}.`);
      return [at, value];
    }),
  );
}

/** Runs an organisation's program to draft its next migration. */
export async function draftFor(home: Home, { environment }: Surroundings): Promise<DraftedMigration> {
  const server = await startTemporaryServer();
  try {
    const variables = { ...environment, NODE_ENV: 'development', OWNER_DATABASE_URL: server.url, DATABASE_URL: '' };
    const { DATABASE_URL: _none, ...env } = variables;
    const { stdout } = await run(process.execPath, [home.program, ...home.words, 'draft'], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout) as DraftedMigration;
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    throw new Failure(stderr?.trim() || message);
  } finally {
    await server.stop();
  }
}

/** Writes a migration: SQL for an organisation without code, otherwise a class. @returns the file. */
export function writeMigration({ folder, isYaml }: Home, name: string, statements: readonly string[]): string {
  const moment = momentNow();
  const home = isYaml ? join(folder, 'migrations') : join(folder, 'src', 'migrations');
  mkdirSync(home, { recursive: true });
  const file = join(home, isYaml ? `${moment}-${name}.sql` : `${name}.migration.ts`);
  writeFileSync(file, isYaml ? sqlOf(statements) : classOf(moment, name, statements), { flag: 'wx' });
  return file;
}

/** The current time in the form of migrations' names. */
export function momentNow(): string {
  return new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

const isComment = (statement: string) => statement.startsWith('--');

function sqlOf(statements: readonly string[]): string {
  return `${statements.map((one) => (isComment(one) ? one : `${one};`)).join('\n\n')}\n`;
}

/** A migration as a class, in a file. */
export function classOf(moment: string, name: string, statements: readonly string[]): string {
  const title = `Migration${moment}_${name.replaceAll(/-([a-z\d])/g, (_whole, letter: string) => letter.toUpperCase())}`;
  const lines = statements.map((one) =>
    isComment(one)
      ? `    // ${one.slice(3)}`
      : `    this.addSql(\`${one.includes('\n') ? `\n${one}`.replaceAll('\n', '\n      ') : one}\`);`,
  );
  return `import { Migration } from '@hub/kit';

/** Drafted from the records by \`hub migrate draft\`. */
export class ${title} extends Migration {
  override name = '${title}';

  override up(): void {
${lines.join('\n')}
  }
}
`;
}
