import type { OrganisationAgreements, Purpose } from './agreement.js';
import type { OwnedFields } from './owned-fields.js';
import { readAgreements } from './read-agreements.js';
import { unknownShares } from './shared-fields.js';

/** A file of agreements, as an organisation hands it over. */
export interface AgreementsFile {
  readonly file: string;
  readonly text: string;
}

/** What all organisations say of sharing. */
export interface Agreements {
  readonly organisations: readonly OrganisationAgreements[];
  readonly purposes: readonly Purpose[];
  readonly communeLevel: readonly string[];
}

/** What all organisations say, or what is wrong with their files: each problem begins with the file. */
export type CombinedAgreements =
  | { readonly agreements: Agreements; readonly problems?: never }
  | { readonly problems: readonly string[]; readonly agreements?: never };

/** Reads the files of all organisations, and holds them against each other and the graph. */
export function combineAgreements(files: readonly AgreementsFile[], owned: OwnedFields): CombinedAgreements {
  const read = files.map(({ file, text }) => ({ file, ...readAgreements(text, file) }));
  const organisations = read.flatMap(({ file, agreements }) => (agreements ? [{ file, ...agreements }] : []));
  const purposes = organisations.flatMap((one) => one.purposes);
  const problems = [
    ...read.flatMap((one) => one.problems ?? []),
    ...again(organisations, ({ organisation }) => [organisation], 'an organisation with one file'),
    ...again(organisations, ({ agreements }) => agreements.map(({ id }) => id), 'an id of its own'),
    ...again(organisations, (one) => one.purposes.map(({ code }) => code), 'a purpose of its own'),
    ...organisations.flatMap((one) => inGraph(one, owned)),
    ...withoutFile(organisations, owned),
    ...organisations.flatMap((one) => unknownPurposes(one, purposes)),
  ];
  if (problems.length > 0) return { problems };
  return { agreements: { organisations, purposes, communeLevel: organisations.flatMap((one) => one.communeLevel) } };
}

type InFile = OrganisationAgreements & { readonly file: string };

function again(organisations: readonly InFile[], names: (one: InFile) => string[], expected: string): string[] {
  const seen = new Map<string, string>();
  return organisations.flatMap((one) =>
    names(one).flatMap((name) => {
      const before = seen.get(name);
      if (before === undefined) seen.set(name, one.file);
      return before === undefined ? [] : [`${one.file}: expected ${expected}, got ${name}, as in ${before}`];
    }),
  );
}

function inGraph({ file, organisation, agreements }: InFile, owned: OwnedFields): string[] {
  const own = owned.get(organisation);
  if (!own) return [`${file}: expected an organisation with fields in the graph, got ${organisation}`];
  return agreements.flatMap((agreement) =>
    unknownShares(agreement, own).map(
      (pattern) => `${file}: ${agreement.id}: expected types or fields of ${organisation}'s own, got ${pattern}`,
    ),
  );
}

/** To publish is not to share: who shares nothing says so, with a list of agreements that is empty. */
function withoutFile(organisations: readonly InFile[], owned: OwnedFields): string[] {
  return [...owned.keys()]
    .filter((name) => !organisations.some(({ organisation }) => organisation === name))
    .map((name) => `expected a file of agreements of ${name}, whose fields are in the graph`);
}

function unknownPurposes({ file, agreements }: InFile, known: readonly Purpose[]): string[] {
  return agreements.flatMap(({ id, purposes }) =>
    (purposes === 'any' ? [] : purposes)
      .filter((purpose) => !known.some(({ code }) => code === purpose))
      .map((purpose) => `${file}: ${id}: expected one of the purposes ${codes(known)}, got ${purpose}`),
  );
}

function codes(purposes: readonly Purpose[]): string {
  return purposes.map(({ code }) => code).join(', ');
}
