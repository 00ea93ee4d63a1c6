import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { organisationOfFolder, readAgreements, readYaml, takeOwn } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import { Migration } from '@mikro-orm/migrations';
import type { SubgraphDefinition } from './subgraph.js';
import { defineSubgraph } from './define-subgraph.js';
import { readRecords } from '../record/read-records.js';

/** The contents of an organisation's record in its folder. */
export interface FolderRecord {
  readonly code: string;
  readonly keepsPeople: boolean;
  /** The default port of its subgraph. */
  readonly port: number | undefined;
}

/**
 * Reads `organisation.yaml` of a folder; from then on, this program belongs to that organisation.
 * @throws StartFailure that names each fault with its file and line.
 */
export function takeFolder(folder: string): FolderRecord {
  const file = join(folder, 'organisation.yaml');
  const { value, problems } = readYaml(organisationOfFolder, textOf(file), shown(file));
  if (problems) throw unusable(folder, problems);
  const { code, keepsPeople, port } = value;
  takeOwn({ code, keepsPeople });
  return { code, keepsPeople, port };
}

/**
 * Makes a subgraph from a folder without code: `organisation.yaml`, `records/*.yaml`, `agreements.yaml`, and, for
 * tables of the organisation's records, `migrations/*.sql`, which run in the order of their names; see
 * `docs/records.md`.
 * @param mayHaveNone whether records may be absent, because another system answers.
 * @throws StartFailure that names each fault with its file and line.
 */
export function organisationFromFolder(
  path: string,
  { mayHaveNone = false }: { readonly mayHaveNone?: boolean } = {},
): SubgraphDefinition {
  const folder = resolve(path);
  const { code } = takeFolder(folder);
  const files = filesIn(folder, 'records', /\.ya?ml$/).map((file) => ({ file: shown(file), text: textOf(file) }));
  const agreements = join(folder, 'agreements.yaml');
  const { records, problems = [] } = readRecords(files);
  const all = [
    ...(files.length === 0 && !mayHaveNone
      ? [`${shown(join(folder, 'records'))}: expected at least one record, got none`]
      : []),
    ...problems,
    ...(existsSync(agreements) ? (readAgreements(textOf(agreements), shown(agreements)).problems ?? []) : []),
  ];
  if (!records || all.length > 0) throw unusable(folder, all);
  try {
    return defineSubgraph(records, {
      organisation: code,
      folder: pathToFileURL(`${folder}/`),
      migrations: filesIn(folder, 'migrations', /\.sql$/).map(migrationFrom),
    });
  } catch (error) {
    throw unusable(folder, [(error as Error).message]);
  }
}

function unusable(folder: string, problems: readonly string[]): StartFailure {
  return new StartFailure(`Expected an organisation in ${folder}:\n${problems.join('\n')}`, 2);
}

/** A file's name in messages: relative to the user's folder. */
function shown(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
}

function filesIn(folder: string, part: string, pattern: RegExp): string[] {
  const home = join(folder, part);
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .filter((name) => pattern.test(name))
    .toSorted()
    .map((name) => join(home, name));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartFailure(`Expected a file at ${file}: ${(error as Error).message}`, 2);
  }
}

/** A migration from its file, such as `20261129153000-clubs.sql`. */
function migrationFrom(file: string): SubgraphDefinition['migrations'][number] {
  const [, moment, name = ''] = /(\d{14})-([a-z\d]+(?:-[a-z\d]+)*)\.sql$/.exec(file) ?? [];
  if (moment === undefined)
    throw new Error(`${shown(file)}: expected a name such as 20270131120000-clubs.sql (a moment, then what it does)`);
  const statements = textOf(file);
  const title = `Migration${moment}_${name.replaceAll('-', '_')}`;
  const made = {
    [title]: class extends Migration {
      override name = title;
      override up(): void {
        this.addSql(statements);
      }
    },
  };
  return made[title] as SubgraphDefinition['migrations'][number];
}
