import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBoundedFileSync } from '../files/read-bounded-file.js';
import { organisationFile, organisationPublished, type OrganisationRecord, readYaml } from '@hub/protocol';

/** The records of all organisations, or the problems of their files. */
export interface FoundOrganisations {
  /** In the order of their ports; without organisations with a faulty file. */
  readonly organisations: readonly OrganisationRecord[];
  /** Each begins with the file, and the line where it is known. */
  readonly problems: readonly string[];
  /** The folders with a faulty file. */
  readonly unusable: ReadonlySet<string>;
}

const file = 'organisation.yaml';

/** The size limit of a record, in bytes. */
const maxBytes = 32 * 1024;

/**
 * Finds organisations' records in a folder: `<code>/organisation.yaml`. A folder without that file belongs to no
 * organisation.
 * @param reserved the hub's own names, which no organisation may have.
 * @param known the codes of linked organisations: they keep a port that two records claim.
 */
export function findOrganisations(
  folder: string,
  reserved: ReadonlySet<string>,
  known: ReadonlySet<string> = new Set(),
): FoundOrganisations {
  const problems: string[] = [];
  const unusable = new Set<string>();
  const found: OrganisationRecord[] = [];
  for (const name of namesIn(folder).toSorted((one, other) => Number(known.has(other)) - Number(known.has(one)))) {
    const path = join(folder, name, file);
    const text = textOf(path);
    if (text === undefined) continue;
    const read = typeof text === 'string' ? readYaml(organisationFile, text, path) : text;
    if (read.problems) {
      problems.push(...read.problems);
      unusable.add(name);
      continue;
    }
    const { value, at } = read;
    const twin = found.find(({ port }) => port === value.port);
    const fault = [
      value.code !== name && `code: expected ${name}, the name of its folder, got ${value.code}`,
      reserved.has(value.code) && `code: expected a code that is not the hub's own, got ${value.code}`,
      twin && `port: expected one of its own, got ${String(value.port)}, which is that of ${twin.code}`,
    ].find((one) => typeof one === 'string');
    if (fault === undefined) {
      found.push(value);
      continue;
    }
    problems.push(`${at([fault.startsWith('port') ? 'port' : 'code'])}: ${fault}`);
    unusable.add(name);
  }
  return { organisations: found.toSorted((one, other) => one.port - other.port), problems, unusable };
}

/**
 * Reads the record in an organisation's own folder, with or without its published part; undefined where there is none.
 * @param code the organisation's code.
 */
export function readOwnRecord(
  folder: string,
  code: string,
): { readonly record?: Pick<OrganisationRecord, 'code' | 'keepsPeople'>; readonly problems?: readonly string[] } {
  const path = join(folder, file);
  const text = textOf(path);
  if (text === undefined) return {};
  const read = typeof text === 'string' ? readYaml(ownRecord, text, path) : text;
  if (read.problems) return { problems: read.problems };
  if (read.value.code === code) return { record: read.value };
  return { problems: [`${read.at(['code'])}: code: expected ${code}, as its program says, got ${read.value.code}`] };
}

const ownRecord = organisationPublished.partial({ publishes: true });

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A file's text; undefined where it is missing. */
function textOf(path: string): string | { readonly problems: readonly string[] } | undefined {
  try {
    return readBoundedFileSync(path, maxBytes);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { problems: [`${path}: ${message}`] };
  }
}
