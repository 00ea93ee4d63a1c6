import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SubgraphDefinition } from '@hub/kit';
import { StartFailure } from '@hub/runtime';
import type { Connector } from './read-connector.js';
import type { KindSettings } from './source-settings.js';

type Kind = SubgraphDefinition['imports'][number];
type Path = readonly (string | number)[];

/**
 * Checks `connector.yaml` against the records and the files of its folder.
 * @throws StartFailure that lists every fault, each with its file and line.
 */
export function checkConnector(connector: Connector, { imports }: Pick<SubgraphDefinition, 'imports'>): void {
  const { settings, folder, at } = connector;
  const problems: string[] = [];
  const problem = (path: Path, message: string) => {
    problems.push(`${at(path)}: ${path.join('.')}: ${message}`);
  };
  const file = (path: Path, name: string | undefined) => {
    if (name !== undefined && !existsSync(join(folder, name))) problem(path, `expected a file at ${name}`);
  };
  const { database, page, figures, records } = settings;
  if (database !== 'embedded') {
    file(['database', 'urlFile'], database.urlFile);
    file(['database', 'ownerUrlFile'], database.ownerUrlFile);
  }
  file(['page', 'passwordFile'], page.passwordFile);
  file(['records', 'jsonApi', 'headersFile'], records?.jsonApi?.headersFile);
  for (const [place, source] of (figures?.sources ?? []).entries()) {
    const path = ['figures', 'sources', place];
    if (source.from === 'database') {
      file([...path, 'urlFile'], source.urlFile);
      file([...path, 'caFile'], source.caFile);
    }
    if (source.from === 'post') file([...path, 'tokenFile'], source.tokenFile);
  }
  const kinds = kindsIn(connector);
  for (const { path, settings: one } of kinds) {
    for (const [names, message] of faultsOf(one, imports)) problem([...path, ...names], message);
    const isAlone = kinds.filter(({ settings: other }) => other.kind === one.kind).length === 1;
    if (one.replace && !isAlone)
      problem(
        [...path, 'replace'],
        `expected none where ${one.kind} come from several places: each would take out the rows of the others`,
      );
  }
  if (problems.length > 0) throw new StartFailure(`Expected a connector in ${folder}:\n${problems.join('\n')}`, 2);
}

/** The faults in the settings for rows of a kind, by their place. */
function faultsOf(settings: KindSettings, imports: readonly Kind[]): [string[], string][] {
  const { mapping = {}, replace } = settings;
  const kind = imports.find((one) => one.kind === settings.kind);
  if (!kind) {
    const known = imports.map((one) => one.kind).join(', ');
    return [[['kind'], `expected one of the records' files (${known}), got ${settings.kind}`]];
  }
  const faults: [string[], string][] = [];
  const columns = Object.keys(kind.columns);
  const named = (path: string[], column: string) => {
    if (!columns.includes(column))
      faults.push([path, `expected one of the columns of ${kind.kind} (${columns.join(', ')}), got ${column}`]);
  };
  for (const [theirs, ours] of Object.entries(mapping.columns ?? {}))
    if (ours !== null) named(['mapping', 'columns', theirs], ours);
  for (const ours of Object.keys(mapping.fixed ?? {})) named(['mapping', 'fixed', ours], ours);
  for (const ours of Object.keys(mapping.values ?? {})) named(['mapping', 'values', ours], ours);
  if (replace && ('writeAll' in kind || kind.together))
    faults.push([['replace'], `expected none with ${kind.kind}: its rows are taken as a whole or not at all`]);
  return faults;
}

/** The settings for rows of kinds, with their places. */
function kindsIn({ settings: { figures } }: Connector): { readonly path: Path; readonly settings: KindSettings }[] {
  return (figures?.sources ?? []).flatMap((source, place) => {
    const [member, all] =
      source.from === 'database'
        ? ['views', source.views]
        : source.from === 'folder'
          ? ['files', source.files]
          : ['rows', source.rows];
    return (all as readonly KindSettings[]).map((settings, index) => ({
      path: ['figures', 'sources', place, member, index],
      settings,
    }));
  });
}
