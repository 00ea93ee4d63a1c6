import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Endpoints } from '@hub/kit';
import {
  type OrganisationRecord,
  type PublishedOrganisation,
  readAgreements,
  reservedCodes,
  writePages,
} from '@hub/protocol';
import {
  findAgreements,
  findOrganisations,
  formerKeysOf,
  organisationsFolder,
  readPageFiles,
  readPublicKeys,
} from '@hub/runtime';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { operatorsSchema } from './operators-schema.js';
import { subgraphAt } from './shipped-subgraphs.js';

/** The operator's folders and settings about organisations. */
export type OperatorsSources = Pick<
  Endpoints['config'],
  'agreementsFolder' | 'releaseKeyFiles' | 'organisationsFolder'
>;

/** The organisations from the operator's folders. */
export interface OperatorsOrganisations {
  readonly records: readonly OrganisationRecord[];
  /** The organisations in a snapshot's form. */
  readonly organisations: readonly PublishedOrganisation[];
  /** The schemas of the ones that have one. */
  readonly subgraphs: readonly ComposedSubgraph[];
}

/** The state before any folder was read. */
export const noOrganisations: OperatorsOrganisations = { records: [], organisations: [], subgraphs: [] };

/** The start of a key's validity if the operator's files name no time. */
const always = '0001-01-01T00:00:00.000Z';

/**
 * Reads the organisations from the operator's folders: their present records, schemas, agreements and keys. For an
 * unusable file the content in `former` stays; a new organisation with such a file is left out.
 * @param variables has `SUBGRAPH_URL_<NAME>`, the addresses of their subgraphs.
 * @returns also the faults of their files, each with its line.
 */
export async function operatorsOrganisations(
  { agreementsFolder, releaseKeyFiles, organisationsFolder: folder = organisationsFolder }: OperatorsSources,
  variables: NodeJS.ProcessEnv,
  former = noOrganisations,
): Promise<OperatorsOrganisations & { readonly problems: readonly string[] }> {
  const files = agreementsFolder === undefined ? [] : await findAgreements(agreementsFolder);
  const codes = new Set(former.records.map(({ code }) => code));
  const { organisations: found, problems: faults, unusable } = findOrganisations(folder, reservedCodes, codes);
  const problems = [...faults];
  const kept = former.records.filter(({ code }) => unusable.has(code));
  const known = [...found, ...kept].toSorted((one, other) => one.port - other.port);
  const schemas = new Map(known.map((one) => [one.code, schemaOf(one, folder, former, problems)] as const));
  const records = known.filter(({ code, publishes }) => publishes.linkedBy === 'figures' || schemas.get(code));
  const agreementsOf = (code: string): string | null => {
    const file = files.find(({ organisation }) => organisation === code);
    if (!file) return null;
    const before = former.organisations.find((one) => one.code === code)?.agreements ?? null;
    // The files are examined every two seconds, and parsed only after a change.
    if ('text' in file && file.text === before) return before;
    const read =
      'text' in file ? readAgreements(file.text, file.file) : { problems: [`${file.file}: ${file.problem}`] };
    if ('text' in file && read.agreements) return file.text;
    problems.push(...(read.problems ?? []));
    return before;
  };
  const organisations = records.map(({ code, shortName, keepsPeople, port, publishes }): PublishedOrganisation => {
    const { contact = null, linkedBy, ...names } = publishes;
    const url = variables[`SUBGRAPH_URL_${variableName(code)}`];
    const keyFiles = releaseKeyFiles?.keys.get(code) ?? keyFilesOf(code, folder, variables);
    return {
      ...{ code, shortName, keepsPeople, ...names, contact, linkedBy },
      ...{ source: 'OPERATOR', state: 'LIVE', leftOn: null, signsAnswers: true },
      endpoint: linkedBy === 'records' ? url || `http://127.0.0.1:${port}/graphql` : null,
      keys: publicKeysIn(keyFiles, problems).map((publicKey) => ({ publicKey, from: always, until: null })),
      agreements: agreementsOf(code),
      pages: pagesIn(join(folder, code, 'pages'), problems),
    };
  });
  const subgraphs = records.flatMap(({ code }) => schemas.get(code) ?? []);
  return { records, organisations, subgraphs, problems };
}

/** An organisation's subgraph, or its former one if its schema is unusable; undefined if it has none. */
function schemaOf(
  { code, port, publishes }: OrganisationRecord,
  folder: string,
  former: OperatorsOrganisations,
  problems: string[],
): ComposedSubgraph | undefined {
  const before = former.subgraphs.find(({ name }) => name === code);
  const { sdl, problem } = operatorsSchema(join(folder, code), code, before?.sdl);
  if (sdl !== undefined) return subgraphAt(code, port, sdl);
  if (problem === undefined && publishes.linkedBy === 'figures') return undefined;
  problems.push(problem ?? `${join(folder, code)}: expected a schema.graphql, for it is linked by records`);
  return before;
}

/** The files of the keys of an organisation whose folder was added while this program runs. */
function keyFilesOf(code: string, folder: string, variables: NodeJS.ProcessEnv): readonly string[] {
  const named = variables[`RELEASE_KEYS_FILE_${variableName(code)}`];
  if (named) return named.split(',').map((file) => file.trim());
  const { RELEASE_KEYS_FOLDER: keys } = variables;
  const files = [...(keys ? [join(keys, `${code}.pub`)] : []), join(folder, code, 'signing.key.pub')];
  return files.flatMap((file) => [file, formerKeysOf(file)]);
}

/** The record layout of a folder's organisation; null if it has none, or its files are unusable. */
function pagesIn(folder: string, problems: string[]): string | null {
  try {
    const pages = readPageFiles(folder);
    return pages === undefined ? null : writePages(pages);
  } catch (error) {
    problems.push(`${folder}: ${(error as Error).message}`);
    return null;
  }
}

function variableName(code: string): string {
  return code.replaceAll('-', '_').toUpperCase();
}

/** The public keys of each file at its last reading. */
const keysOfFiles = new Map<string, { readonly text: string; readonly keys: readonly string[] }>();

function publicKeysIn(files: readonly string[], problems: string[]): string[] {
  return files.filter(existsSync).flatMap((file) => {
    try {
      const known = keysOfFiles.get(file);
      if (known && known.text === readFileSync(file, 'utf8')) return known.keys;
      const keys = readPublicKeys(file).map(({ key }) => key.export({ type: 'spki', format: 'pem' }) as string);
      keysOfFiles.set(file, { text: readFileSync(file, 'utf8'), keys });
      return keys;
    } catch (error) {
      problems.push(`${file}: ${(error as Error).message}`);
      return [];
    }
  });
}
