import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline/promises';
import { fileAt, openTable, sampleTable } from '@hub/kit/service';
import { dayInProvince, organisationCode, reservedCodes } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { describeColumns } from '../new/describe-columns.js';
import { columnName, isDayName, pascal, type SampleFile } from '../new/guess-columns.js';
import { type GuessedFile, guessRecords, type LookedAtFile, type Reached } from '../new/guess-record.js';
import { codeFiles, commonFiles, type NewFiles, type NewOrganisation, yamlFiles } from '../new/new-files.js';
import { peopleColumns } from '../new/people-columns.js';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { Failure, UsageError } from './failure.js';
import { homeOf } from './home.js';
import { classOf, draftFor, momentNow, writeMigration } from './migrate.command.js';
import { schemaOf } from './own-schema.js';

const usualHeader = 'code,commune_code,name_vi,name_en,founded_on';

/** How many rows of a file the guess of its columns uses. */
const mostRows = 200;

/**
 * `hub new <organisation>`: writes a complete organisation, from questions or from files that its system exports: its
 * record, agreements, records, migrations and schema, without code or (`--code`) as a package of TypeScript.
 */
export const newOrganisation: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: {
      in: { type: 'string' },
      from: { type: 'string', multiple: true, default: [] },
      code: { type: 'boolean', default: false },
      goal: { type: 'string' },
      keep: { type: 'string', multiple: true, default: [] },
      yes: { type: 'boolean', default: false },
    },
  });
  const [code, ...more] = positionals;
  if (code === undefined || more.length > 0)
    throw new UsageError('Expected one <organisation>: a code such as farmers-union.');
  refuseCode(code);
  const folder = resolve(surroundings.folder, values.in ?? code);
  if (existsSync(folder)) throw new Failure(`Expected no ${folder}: an organisation is written whole, or not at all.`);
  const files = await Promise.all(values.from.map((file) => sampleOf(resolve(surroundings.folder, file))));
  const asked = values.yes ? undefined : createInterface({ input: process.stdin, output: process.stdout });
  let organisation: NewOrganisation;
  try {
    organisation = await describe(code, files, values, asked);
  } finally {
    asked?.close();
  }
  await write(organisation, folder, values.code, surroundings);
  const here = relative(surroundings.folder, folder) || '.';
  console.log(`Written: ${here}. What comes next is in ${join(here, 'README.md')}; to try it: pnpm hub dev ${here}`);
  return 0;
};

function refuseCode(code: string): void {
  const { error } = organisationCode.safeParse(code);
  if (error) throw new UsageError(`${error.issues[0]?.message ?? ''}, got ${JSON.stringify(code)}.`);
  if (reservedCodes.has(code) || subgraphs.some((one) => one.code === code))
    throw new UsageError(`Expected a code that is not in use yet, got ${code}.`);
}

/** Reads the beginning of a file in the way of an import: its header, and some rows to guess its columns from. */
async function sampleOf(path: string): Promise<SampleFile> {
  try {
    const table = await openTable(await fileAt(path));
    try {
      const sample = await sampleTable(table, mostRows);
      if (!sample) throw new Failure('none of its first rows names columns.');
      const { header, rows, headerRow, sheet } = sample;
      return { name: columnName(basename(path, extname(path))), header, rows, headerRow, sheet };
    } finally {
      table.close();
    }
  } catch (error) {
    throw new Failure(`Expected a table at ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The cells of a header line that was typed. */
function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
}

/** Asks for the missing facts; without a terminal it uses the defaults. */
async function describe(
  code: string,
  given: readonly SampleFile[],
  { goal, keep }: { readonly goal?: string | undefined; readonly keep: readonly string[] },
  asked: Interface | undefined,
): Promise<NewOrganisation> {
  const ask = async (question: string, usual: string) =>
    ((await asked?.question(`${question} (${usual || 'none'}): `)) ?? '').trim() || usual;
  const words = code
    .split('-')
    .map((word) => pascal(word))
    .join(' ');
  const nameEn = await ask('Its name in English', words);
  const nameVi = await ask('Its name in Vietnamese', nameEn);
  const shortName = await ask('Its name in a sentence', `the ${nameEn}`);
  const contact = await ask('Whom to ask about it', `it@${code}.example`);
  const port = Number(await ask('The port at which it listens', '4010'));
  if (!Number.isInteger(port) || port < 1 || port > 65_534) throw new UsageError('Expected a port from 1 to 65534.');
  const samples = given.length > 0 ? given : [await askedFile(ask)];
  const unknown = keep.find((one) => !samples.some(({ header }) => header.includes(one)));
  if (unknown !== undefined)
    throw new UsageError(`--keep: expected a column of the files as their header has it, got ${unknown}.`);
  const files = samples.map((file): LookedAtFile => ({ ...file, people: peopleColumns(file, keep) }));
  const people = files.find(({ people: { person } }) => wholePerson.every((one) => person.has(one)));
  if (!people && goal !== undefined)
    throw new UsageError(
      '--goal: expected a file with the citizen’s number, sex, year of birth and commune of each person.',
    );
  const reached = people && (await goalOf(people, goal, ask));
  const guessed = guessedRecords(code, files, reached);
  for (const one of guessed) for (const line of describeColumns(one)) console.log(line);
  const records = guessed.map(({ record }) => record);
  return { code, shortName, nameVi, nameEn, contact, port, records, today: dayInProvince(new Date()) };
}

/** The columns about a person that a goal needs. */
const wholePerson = ['citizen_number', 'sex', 'birth_year', 'commune_code'] as const;

function guessedRecords(...given: Parameters<typeof guessRecords>): GuessedFile[] {
  try {
    return guessRecords(...given);
  } catch (error) {
    throw new Failure((error as Error).message);
  }
}

type Ask = (question: string, usual: string) => Promise<string>;

async function askedFile(ask: Ask): Promise<SampleFile> {
  const name = columnName(await ask('What its records are, in the plural', 'clubs'));
  const header = cellsOf(await ask('The header line of their file', usualHeader));
  return { name, header, rows: [] };
}

/** The meaning of a row of people: `GOAL`, or `GOAL:COLUMN`; none unless the user names it. */
async function goalOf(
  { header, people }: LookedAtFile,
  given: string | undefined,
  ask: Ask,
): Promise<Reached | undefined> {
  const told = given ?? (await ask('Which goal its people reach, such as ADULTS_BASIC', ''));
  if (told === '') return undefined;
  const days = header.flatMap((one, index) =>
    isDayName(columnName(one)) && ![...people.person.values(), ...people.leftOut.keys()].includes(index)
      ? [columnName(one)]
      : [],
  );
  const [goal = '', on = days.at(-1) ?? ''] = told.split(':');
  if (!days.includes(on))
    throw new UsageError(`--goal: expected GOAL:COLUMN with the column of the day (${days.join(', ')}), got ${told}.`);
  return { goal, on };
}

/** Writes the files next to their destination, and moves them last: a failure leaves no folder behind. */
async function write(
  organisation: NewOrganisation,
  folder: string,
  asCode: boolean,
  surroundings: Surroundings,
): Promise<void> {
  const draftFolder = mkdtempSync(join(tmpdir(), 'hub-new-'));
  try {
    writeFiles(draftFolder, { ...commonFiles(organisation, false), ...yamlFiles(organisation) });
    const home = homeOf(draftFolder, surroundings);
    const { statements } = await draftFor(home, surroundings);
    const schema = await schemaOf(home);
    const isOurs = dirname(folder) === join(surroundings.root, 'subgraphs');
    const own: NewFiles = asCode
      ? codeFiles(organisation, isOurs ? 'js' : 'ts', classOf(momentNow(), 'tables', statements))
      : yamlFiles(organisation);
    writeFiles(folder, { ...commonFiles(organisation, isOurs), ...own, 'schema.graphql': schema });
    if (!asCode) writeMigration({ ...home, folder }, 'tables', statements);
  } finally {
    rmSync(draftFolder, { recursive: true });
  }
}

function writeFiles(folder: string, files: NewFiles): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  }
}
