import { readYaml } from '../organisations/read-yaml.js';
import { agreementsFile, type OrganisationAgreements } from './agreement.js';

/** An organisation's agreements, or the problems of its file: each begins with the file and the line. */
export type ReadAgreements =
  | { readonly agreements: OrganisationAgreements; readonly problems?: never }
  | { readonly problems: readonly string[]; readonly agreements?: never };

/**
 * Reads a file of agreements, in YAML or JSON.
 * @param file its name, for the problems.
 */
export function readAgreements(text: string, file: string): ReadAgreements {
  const { value, at, problems } = readYaml(agreementsFile, text, file);
  if (problems) return { problems };
  const { organisation, agreements, purposes = [], communeLevel = [], figuresIn, combinedIn } = value;
  const ids = agreements.map(({ id }) => id);
  const seen = new Set<string>();
  const twice = ids.findIndex((id) => seen.size === seen.add(id).size);
  if (twice >= 0) {
    const line = at(['agreements', twice, 'id']);
    return { problems: [`${line}: agreements.${twice}.id: expected an id of its own, got ${ids[twice]} again`] };
  }
  const places = { ...(figuresIn && { figuresIn }), ...(combinedIn && { combinedIn }) };
  return { agreements: { organisation, agreements, purposes, communeLevel, ...places } };
}
