import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findAgreements, type OrganisationAgreements, readAgreements } from '@hub/kit';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { Kind, parse, valueFromASTUntyped } from 'graphql';
import type { CheckDeps } from './check.route.js';
import type { SchemaUsage, UsedDocument } from './usage.js';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

/** Where a check finds what is shipped; the repository's folder unless told. */
export interface ShippedFolders {
  readonly root?: string;
  /** The organisations' agreements; undefined where none are enforced. */
  readonly agreementsFolder?: string | undefined;
}

/**
 * What checks need, from the repository's own folders: the organisations' schemas and the supergraph, agreements, the
 * tables that are exported, and the documentation's examples.
 */
export function shippedInputs({
  root = repository,
  agreementsFolder = join(root, 'subgraphs'),
}: ShippedFolders = {}): CheckDeps {
  const subgraphs = () => readSubgraphs(join(root, 'schema'));
  return {
    former: async (code) => (await subgraphs()).find(({ name }) => name === code)?.sdl,
    others: async (code) => (await subgraphs()).filter(({ name }) => name !== code),
    usage: () => readUsage(root, agreementsFolder),
  };
}

/** The subgraphs of the supergraph that is in force, each with its address from there. */
async function readSubgraphs(folder: string): Promise<ComposedSubgraph[]> {
  const supergraph = parse(await readFile(join(folder, 'supergraph.graphql'), 'utf8'), { noLocation: true });
  const graphs = supergraph.definitions.find(
    (one) => one.kind === Kind.ENUM_TYPE_DEFINITION && one.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return Promise.all(
    values.map(async ({ directives: [graph] = [] }) => {
      const given = Object.fromEntries(
        (graph?.arguments ?? []).map(({ name, value }) => [name.value, String(valueFromASTUntyped(value))]),
      );
      const { name = '', url = '' } = given;
      return { name, url, sdl: await readFile(join(folder, 'subgraphs', `${name}.graphql`), 'utf8') };
    }),
  );
}

async function readUsage(root: string, agreementsFolder: string): Promise<SchemaUsage> {
  const [tables, examples, files] = await Promise.all([
    readDocuments(join(root, 'gateway/tables'), 'TABLE'),
    readDocuments(join(root, 'docs/examples'), 'EXAMPLE'),
    findAgreements(agreementsFolder),
  ]);
  const notLookedAt = [
    "the portal's pages: their operations are made as they are asked, and are among a client's operations",
    'documents that apps registered, and operations of late: this registry was not given them',
  ];
  const agreements: OrganisationAgreements[] = [];
  for (const file of files) {
    const read = 'text' in file ? readAgreements(file.text, file.file) : { problems: [file.problem] };
    if (read.agreements) agreements.push(read.agreements);
    else notLookedAt.push(`the agreements of ${file.organisation}: ${read.problems.join('; ')}`);
  }
  return { documents: [...tables, ...examples], operations: [], agreements, notLookedAt };
}

/** The documents of a folder, each by its file's name. */
async function readDocuments(folder: string, kind: UsedDocument['kind']): Promise<UsedDocument[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      kind,
      name: kind === 'EXAMPLE' ? `docs/examples/${name}` : basename(name, '.graphql'),
      text: await readFile(join(folder, name), 'utf8'),
    })),
  );
}
