import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBoundedFileSync } from '../read-bounded-file.js';
import { type OrganisationRecord, organisationFile } from './organisation-record.js';
import { readYaml } from './read-yaml.js';

/** The records of all organisations, or what is wrong with their files. */
export interface FoundOrganisations {
  /** In the order of their ports; without those whose file cannot be used. */
  readonly organisations: readonly OrganisationRecord[];
  /** Each begins with the file, and the line where it is known. */
  readonly problems: readonly string[];
}

const file = 'organisation.yaml';

/** The most that a record may measure, in bytes. */
const maxBytes = 32 * 1024;

/**
 * Finds organisations' records in a folder: `<code>/organisation.yaml`. A folder without that file is no organisation's.
 * @param reserved names that are the hub's own, and no organisation's.
 */
export function findOrganisations(folder: string, reserved: ReadonlySet<string>): FoundOrganisations {
  const problems: string[] = [];
  const found: OrganisationRecord[] = [];
  for (const name of namesIn(folder)) {
    const path = join(folder, name, file);
    const text = textOf(path);
    if (text === undefined) continue;
    const read = typeof text === 'string' ? readYaml(organisationFile, text, path) : text;
    if (read.problems) {
      problems.push(...read.problems);
      continue;
    }
    const { value, at } = read;
    const twin = found.find(({ port }) => port === value.port);
    const fault = [
      value.code !== name && `code: expected ${name}, the name of its folder, got ${value.code}`,
      reserved.has(value.code) && `code: expected a code that is not the hub's own, got ${value.code}`,
      twin && `port: expected one of its own, got ${String(value.port)}, which is that of ${twin.code}`,
    ].find((one) => typeof one === 'string');
    if (fault === undefined) found.push(value);
    else problems.push(`${at([fault.startsWith('port') ? 'port' : 'code'])}: ${fault}`);
  }
  return { organisations: found.toSorted((one, other) => one.port - other.port), problems };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** What a file says; undefined where there is none. */
function textOf(path: string): string | { readonly problems: readonly string[] } | undefined {
  try {
    return readBoundedFileSync(path, maxBytes);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { problems: [`${path}: ${message}`] };
  }
}
