import { movement } from '../organisations/hub-parts.js';
import type { Agreement, OrganisationAgreements, Partners } from './agreement.js';
import type { AgreementsGraph } from './agreements-graph.js';
import { readAgreements } from './read-agreements.js';
import { unknownShares } from './shared-fields.js';

/** A file of agreements from an organisation, or the reason why it cannot be read. */
export type AgreementsFile = {
  /** The organisation, from the file's place. */
  readonly organisation: string;
  readonly file: string;
} & ({ readonly text: string } | { readonly problem: string });

/** A purpose that requests may name, and the callers that may name it. */
export interface NamedPurpose {
  readonly code: string;
  readonly askedBy: Partners;
}

/** The agreements of the organisations with usable files. */
export interface Agreements {
  readonly organisations: readonly OrganisationAgreements[];
  /**
   * The list of purposes. While movement's file is unusable, it has all purposes in the other files, each for the
   * partners in those files only.
   */
  readonly purposes: readonly NamedPurpose[];
  /** The fields that reach single communes; undefined while movement's file is unusable. */
  readonly communeLevel: readonly string[] | undefined;
  /** The fields in which movement returns organisations' own shares. */
  readonly figuresIn?: readonly string[];
  /** The types and fields whose figures depend on the caller's agreements (`combined`). */
  readonly combinedIn?: readonly string[];
}

/** An organisation with an unusable file. */
export interface AgreementsFault {
  readonly organisation: string;
  /** The problems; each begins with the file, where there is one. */
  readonly problems: readonly string[];
  /** Whether its former agreements still hold; otherwise it shares no data. */
  readonly formerHolds: boolean;
  /** The names of its former agreements that the graph lacks; empty where its file is missing. */
  readonly orphaned: readonly string[];
}

export interface CombinedAgreements {
  readonly agreements: Agreements;
  readonly faults: readonly AgreementsFault[];
  /** The purposes in files that are not on the list, so that no request can use them. */
  readonly unknownPurposes: readonly string[];
  /** The agreements in use, by organisation. */
  readonly used: ReadonlyMap<string, OrganisationAgreements>;
}

/**
 * Reads the files of all organisations, each separately, and checks them against the graph. Where a file is present but
 * unusable, the organisation's former agreements stay in use, if the graph still has their fields.
 * @param former the former agreements.
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

/** The first problems, so that a faulty file does not fill the log. */
function firstOf(problems: readonly string[]): readonly string[] {
  const more = problems.length - maxProblems;
  return more > 0 ? [...problems.slice(0, maxProblems), `and ${more} more`] : problems;
}

/** How many problems of one file are reported. */
const maxProblems = 20;

type Read =
  | { readonly agreements: OrganisationAgreements; readonly problems?: never }
  | { readonly problems: readonly string[]; readonly agreements?: never };

function readOne(organisation: string, files: readonly AgreementsFile[], graph: AgreementsGraph): Read {
  const [found, another] = files;
  // Publishing fields does not share them: an organisation that shares none needs a file with an empty list of
  // agreements.
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

/** No file contains another organisation's agreements, and only movement's file has the common lists. */
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
  // An organisation that only sends figures has no fields, and shares none.
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

/** The purposes that agreements name, each with the partners of those agreements. */
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

/** Removes purposes that are not on movement's list from agreements: no request can name them. */
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
