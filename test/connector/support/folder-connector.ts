import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTables, draftOf, organisationFromFolder, type SubgraphDefinition } from '@hub/kit';
import { connectorDefinition } from '../../../subgraphs/connector/src/connector-definition.js';
import { readConnector } from '../../../subgraphs/connector/src/settings/read-connector.js';
import { newDatabase, openTestDatabase } from '../../support/database.js';
import { freePort } from '../../support/free-port.js';
import { until } from '../../support/until.js';

/** A connector that is a folder of a test, before it runs. */
export interface FolderConnector {
  readonly folder: string;
  /** What is served; what it logs goes to `logged`. */
  readonly definition: SubgraphDefinition;
  /** The address of its page, which takes posted rows, too. */
  readonly page: string;
  /** What its parts logged, with `message`. */
  readonly logged: readonly Record<string, unknown>[];
  /** The page's text in English now. */
  shown(): Promise<string>;
  /** The page, once it has a text. */
  untilShown(text: string | RegExp, what: string): Promise<string>;
  /** Sends a form of the page, such as `/test`. */
  post(path: string): Promise<void>;
  remove(): void;
}

/**
 * The files of an association that counts its members, by their names.
 * @param name of one of its members, such as `Beekeepers`.
 * @param passing whether a member's course counts for a goal.
 */
export function associationFiles(name: string, passing = false): Readonly<Record<string, string>> {
  return {
    'organisation.yaml': `format: 1
code: ${name.toLowerCase()}-association
shortName: the ${name}' Association
keepsPeople: true
`,
    'records/member.yaml': `name: ${name}Member
file: members
description: A member of the association (hội viên).
shown: nobody
key: [person]
columns:
  person: { kind: person, whenErased: delete }
${passing ? passed : ''}`,
  };
}

const passed = `  completed_on: { kind: pastDay, optional: true, description: When the course ended. }
reaches:
  - { goal: ADULTS_BASIC, on: completed_on }
`;

/**
 * Makes a connector's folder, with the tables that its records need.
 * @param files by their names; `connector.yaml` gets the page's port.
 */
export async function folderConnector(files: Readonly<Record<string, string>>): Promise<FolderConnector> {
  const folder = mkdtempSync(join(tmpdir(), 'connector-'));
  const write = (name: string, text: string) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const port = await freePort();
  for (const [name, text] of Object.entries(files))
    write(name, name === 'connector.yaml' ? `${text}page: { port: ${port} }\n` : text);
  const empty = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
  const drafted = draftOf(await checkTables(empty.em, organisationFromFolder(folder).records ?? []));
  await empty.close();
  // A test's database is copied from the database with the same migrations, by their names.
  const { organisation } = organisationFromFolder(folder);
  write(`migrations/20270131120000-${organisation}.sql`, drafted.map((one) => `${one};\n`).join('\n'));
  const made = connectorDefinition(organisationFromFolder(folder), readConnector(folder));
  const logged: Record<string, unknown>[] = [];
  const note = (details: object, message?: string) => logged.push({ ...details, message });
  const definition: SubgraphDefinition = {
    ...made,
    beside: (parts) => {
      const log = { info: note, warn: note, error: note };
      made.beside?.({ ...parts, server: Object.assign(Object.create(parts.server) as typeof parts.server, { log }) });
    },
  };
  const page = `http://127.0.0.1:${port}`;
  const shown = async () => (await fetch(`${page}/?lang=en`)).text();
  return {
    ...{ folder, definition, page, logged, shown },
    untilShown: async (text, what) => {
      let seen = '';
      const isThere = () => (typeof text === 'string' ? seen.includes(text) : text.test(seen));
      const look = async () => {
        seen = await shown();
        return isThere();
      };
      await until(look, { what, within: 170_000, seen: () => seen });
      return seen;
    },
    post: async (path) => {
      const answer = await fetch(`${page}${path}`, { method: 'POST', redirect: 'manual', headers: { origin: page } });
      if (answer.status !== 303) throw new Error(`Expected the page to take ${path}, but got ${answer.status}.`);
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
