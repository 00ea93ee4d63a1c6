import { movement } from '../organisations/hub-parts.js';
import type { Agreement, OrganisationAgreements, Partners } from './agreement.js';
import type { AgreementsGraph } from './agreements-graph.js';
import { readAgreements } from './read-agreements.js';
import { unknownShares } from './shared-fields.js';

/** A file of agreements, as an organisation hands it over, or what is wrong where it cannot be read. */
export type AgreementsFile = {
  /** Whose it is, by its place. */
  readonly organisation: string;
  readonly file: string;
} & ({ readonly text: string } | { readonly problem: string });

/** A purpose that requests may name, and who may. */
export interface NamedPurpose {
  readonly code: string;
  readonly askedBy: Partners;
}

/** What the organisations say of sharing whose files can be used. */
export interface Agreements {
  readonly organisations: readonly OrganisationAgreements[];
  /**
   * The list of purposes; while movement's file cannot be used, all that the other files name, each asked by those alone
   * with whom something is shared for it.
   */
  readonly purposes: readonly NamedPurpose[];
  /** What reaches single communes; undefined while movement's file cannot be used. */
  readonly communeLevel: readonly string[] | undefined;
  /** The fields in which movement gives organisations' own shares. */
  readonly figuresIn?: readonly string[];
  /** The types and fields whose figures depend on the caller's agreements (`combined`). */
  readonly combinedIn?: readonly string[];
}

/** An organisation whose file cannot be used. */
export interface AgreementsFault {
  readonly organisation: string;
  /** What is wrong; each begins with the file, where there is one. */
  readonly problems: readonly string[];
  /** Whether what it shared before still holds; otherwise nothing of it is shared. */
  readonly formerHolds: boolean;
  /** What the graph lacks for what it shared before to hold; nothing where its file is gone. */
  readonly orphaned: readonly string[];
}

export interface CombinedAgreements {
  readonly agreements: Agreements;
  readonly faults: readonly AgreementsFault[];
  /** The purposes in files that are not on the list, and so open nothing. */
  readonly unknownPurposes: readonly string[];
  /** What is used of each organisation as its file has it. */
  readonly used: ReadonlyMap<string, OrganisationAgreements>;
}

/**
 * Reads the files of all organisations, each on its own, and holds them against the graph. Of an organisation whose
 * file is there but cannot be used, what was used before is used again, if the graph still has the fields that it names.
 * @param former what was used before.
 */
export function combineAgreements(
  files: readonly AgreementsFile[],
  graph: AgreementsGraph,
  former: ReadonlyMap<string, OrganisationAgreements> = new Map(),
): CombinedAgreements {
  const used = new Map<string, OrganisationAgreements>();
  const faults: AgreementsFault[] = [];
  for (const organisation of new Set([...files.map((one) => one.organisation), ...graph.owned.keys()])) {
    const own = files.filter((one) => one.organisation === organisation);
    const read = readOne(organisation, own, graph);
    if (read.agreements) {
      used.set(organisation, read.agreements);
      continue;
    }
    const before = own.length > 0 ? former.get(organisation) : undefined;
    const orphaned = before ? firstOf(notInGraph(before, graph)) : [];
    const formerHolds = before !== undefined && orphaned.length === 0;
    if (formerHolds) used.set(organisation, before);
    faults.push({ organisation, problems: firstOf(read.problems), formerHolds, orphaned });
  }
  return { ...together(used, files), faults, used };
}

/** The first problems, lest a file without an end of them fill the log. */
function firstOf(problems: readonly string[]): readonly string[] {
  const more = problems.length - maxProblems;
  return more > 0 ? [...problems.slice(0, maxProblems), `and ${more} more`] : problems;
}

/** How many problems of one file are told. */
const maxProblems = 20;

type Read =
  | { readonly agreements: OrganisationAgreements; readonly problems?: never }
  | { readonly problems: readonly string[]; readonly agreements?: never };

function readOne(organisation: string, files: readonly AgreementsFile[], graph: AgreementsGraph): Read {
  const [found, another] = files;
  // To publish is not to share: who shares nothing says so, with a list of agreements that is empty.
  if (!found) return { problems: [`expected a file of agreements of ${organisation}, whose fields are in the graph`] };
  const { file } = found;
  if (another) return { problems: [`${another.file}: expected an organisation with one file, got ${file} too`] };
  if ('problem' in found) return { problems: [`${file}: ${found.problem}`] };
  const read = readAgreements(found.text, file);
  if (!read.agreements) return read;
  const { agreements } = read;
  const problems = [...wrongPlace(organisation, agreements), ...notInGraph(agreements, graph)];
  return problems.length === 0 ? read : { problems: problems.map((problem) => `${file}: ${problem}`) };
}

/** No file speaks for another organisation, and the words that all files share are movement's. */
function wrongPlace(
  organisation: string,
  { organisation: named, purposes, communeLevel, figuresIn = [], combinedIn = [] }: OrganisationAgreements,
) {
  if (named !== organisation)
    return [`expected organisation: ${organisation}, whose file it is by its name, got ${named}`];
  if (organisation === movement.code) return purposes.length > 0 ? [] : ['expected purposes'];
  return purposes.length + communeLevel.length + figuresIn.length + combinedIn.length === 0
    ? []
    : [`expected purposes, communeLevel, figuresIn and combinedIn in the file of ${movement.code} alone`];
}

function notInGraph(
  { organisation, agreements, communeLevel, figuresIn = [], combinedIn = [] }: OrganisationAgreements,
  graph: AgreementsGraph,
) {
  const own = graph.owned.get(organisation);
  // One that hands over figures alone has none, and shares none.
  if (!own && (agreements.length === 0 || agreements.some(({ shares }) => shares.length > 0))) {
    return [`expected an organisation with fields in the graph, got ${organisation}`];
  }
  const unknownPlaces = communeLevel.filter((place) => !graph.places.has(place));
  const uncombined = combinedIn.filter((place) => !graph.places.has(place));
  const unknownFields = figuresIn.filter((field) => !graph.places.has(field));
  return [
    ...agreements.flatMap((agreement) =>
      (own ? unknownShares(agreement, own) : []).map(
        (pattern) => `${agreement.id}: expected types or fields of ${organisation}'s own, got ${pattern}`,
      ),
    ),
    ...unknownFields.map((field) => `figuresIn: expected a field of the graph, got ${field}`),
    ...uncombined.map((place) => `combinedIn: expected a type or field of the graph, got ${place}`),
    ...unknownPlaces.map((place) => `communeLevel: expected a type, field or argument of the graph, got ${place}`),
  ];
}

/** The purposes that agreements name, and who may name each: with whom they share for it. */
function purposesNamed(agreements: readonly Agreement[]): NamedPurpose[] {
  const askedBy = new Map<string, Partners>();
  for (const { purposes, with: partners } of agreements) {
    for (const code of purposes === 'any' ? [] : purposes) {
      const before = askedBy.get(code) ?? [];
      askedBy.set(code, before === 'anyone' || partners === 'anyone' ? 'anyone' : [...before, ...partners]);
    }
  }
  return [...askedBy].map(([code, partners]) => ({ code, askedBy: partners }));
}

/** Takes out of agreements the purposes that are not on movement's list: no request can name them. */
function together(
  used: ReadonlyMap<string, OrganisationAgreements>,
  files: readonly AgreementsFile[],
): Pick<CombinedAgreements, 'agreements' | 'unknownPurposes'> {
  const all = [...used.values()];
  const words = used.get(movement.code);
  if (!words) {
    const purposes = purposesNamed(all.flatMap(({ agreements }) => agreements));
    return { agreements: { organisations: all, purposes, communeLevel: undefined }, unknownPurposes: [] };
  }
  const { purposes, communeLevel, figuresIn, combinedIn } = words;
  const codes = purposes.map(({ code }) => code);
  const unknownPurposes: string[] = [];
  const organisations = all.map((one) => ({
    ...one,
    agreements: one.agreements.map((agreement) => {
      if (agreement.purposes === 'any') return agreement;
      const unknown = agreement.purposes.filter((purpose) => !codes.includes(purpose));
      const file = files.find(({ organisation }) => organisation === one.organisation)?.file;
      for (const purpose of unknown) {
        unknownPurposes.push(
          `${file}: ${agreement.id}: expected one of the purposes ${codes.join(', ')}, got ${purpose}`,
        );
      }
      return { ...agreement, purposes: agreement.purposes.filter((purpose) => codes.includes(purpose)) };
    }),
  }));
  const places = { ...(figuresIn && { figuresIn }), ...(combinedIn && { combinedIn }) };
  const agreements = { organisations, purposes, communeLevel, ...places };
  return { agreements, unknownPurposes: firstOf(unknownPurposes) };
}
