import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OrganisationAgreements, readYaml } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import { Upstream } from '../upstream/upstream-graph.js';
import { type ApiDeclaration, apiDeclaration, faultsOf } from './declaration.js';
import type { JsonApiSettings } from './json-api-settings.js';
import { apiConnections, JsonApiSystem } from './json-api-system.js';
import { personalSources } from './personal-sources.js';
import { numbersOf } from './schema-text.js';

/** A declared schema changes only with the program. */
const schemaEveryMs = 86_400_000;

/** At most as many operations run at once as the API has connections. */
const atOnce = apiConnections;

/**
 * Reads `json-api/*.yaml` of a connector's folder.
 * @param shown gives the name of a file in messages.
 * @param agreements name the fields that may identify a person.
 * @throws StartFailure that lists every fault, each with its file and line.
 */
export function readJsonApi(
  folder: string,
  shown: (file: string) => string,
  agreements?: OrganisationAgreements,
): readonly ApiDeclaration[] {
  const home = join(folder, 'json-api');
  const files = existsSync(home) ? readdirSync(home).filter((name) => /\.ya?ml$/.test(name)) : [];
  const problems: string[] = files.length === 0 ? [`${shown(home)}: expected at least one record, got none`] : [];
  const declared = files.toSorted().flatMap((name): ApiDeclaration[] => {
    const file = join(home, name);
    const read = readYaml(apiDeclaration, readFileSync(file, 'utf8'), shown(file));
    if (!read.problems) return [read.value];
    problems.push(...read.problems);
    return [];
  });
  problems.push(
    ...[...faultsOf(declared), ...personalSources(declared, agreements)].map((fault) => `${shown(home)}: ${fault}`),
  );
  if (problems.length > 0) throw new StartFailure(`Expected records of a JSON API:\n${problems.join('\n')}`, 2);
  return declared;
}

/** Reads the headers of each request: a line each, with a colon. Their values are never shown. */
export function readHeaders(text: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, name, value] = /^([\w-]+):[ \t]*([\x20-\x7e\t]+?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`line ${index + 1}: expected NAME: VALUE`);
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** The records of a JSON API, which the connector answers for. */
export function jsonApiOf(
  declared: readonly ApiDeclaration[],
  settings: JsonApiSettings,
  {
    headers,
    agreements,
  }: { readonly headers: Readonly<Record<string, string>>; readonly agreements: OrganisationAgreements | undefined },
): Upstream {
  const system = new JsonApiSystem(declared, settings, { accept: 'application/json', ...headers });
  const numbers = numbersOf(declared);
  return new Upstream({ system, numbers, schemaEveryMs, atOnce, messagesOf: ['BAD_USER_INPUT'], agreements });
}
