import { type AgreementsGraph, type Finding, type OrganisationAgreements, shares } from '@hub/protocol';

/** The graph's fields in the form that agreements use, before and after; before is undefined if no graph was in force. */
export interface AgreementGraphs {
  readonly before: AgreementsGraph | undefined;
  readonly after: AgreementsGraph;
}

/**
 * Finds names in agreements that the graph would no longer have, for which the gateway would refuse the agreements;
 * and new fields of the organisation that no agreement shares, so that they are hidden.
 */
export function agreementFindings(
  organisation: string,
  agreements: readonly OrganisationAgreements[],
  { before, after }: AgreementGraphs,
): Finding[] {
  const broken = before ? agreements.flatMap((one) => brokenIn(one, before, after)) : [];
  const own = agreements.find((one) => one.organisation === organisation);
  const [formerly, now] = [before?.owned.get(organisation), after.owned.get(organisation) ?? new Set<string>()];
  const unshared = [...now].filter(
    (field) => !formerly?.has(field) && !own?.agreements.some((agreement) => shares(agreement, field)),
  );
  return [
    ...broken,
    ...unshared.map((coordinate): Finding => {
      const message = `${coordinate} is new, and no agreement of ${organisation} shares it: nobody would see it.`;
      return { code: 'FIELD_NOT_SHARED', severity: 'NOTICE', message, coordinate };
    }),
  ];
}

function brokenIn(
  { organisation, agreements, communeLevel, figuresIn = [], combinedIn = [] }: OrganisationAgreements,
  before: AgreementsGraph,
  after: AgreementsGraph,
): Finding[] {
  const hasAny = (graph: AgreementsGraph, pattern: string) =>
    [...(graph.owned.get(organisation) ?? [])].some((field) => shares({ shares: [pattern] }, field));
  const found = agreements.flatMap(({ id, shares: patterns }) =>
    patterns
      .filter((pattern) => hasAny(before, pattern) && !hasAny(after, pattern))
      .map((pattern) => ({ name: `${organisation} ${id}`, detail: `shares ${pattern}`, coordinate: pattern })),
  );
  const named = Object.entries({ communeLevel, figuresIn, combinedIn }).flatMap(([list, all]) =>
    all
      .filter((place) => before.places.has(place) && !after.places.has(place))
      .map((place) => ({ name: organisation, detail: `${list} ${place}`, coordinate: place })),
  );
  return [...found, ...named].map(({ name, detail, coordinate }) => ({
    code: 'AGREEMENT_BROKEN',
    severity: 'ERROR',
    message: `The agreement ${name} names ${coordinate}, which ${organisation} would not answer any more: the gateway refuses such a graph until the file fits.`,
    coordinate,
    organisations: [organisation],
    users: [{ kind: 'AGREEMENT', name, detail }],
  }));
}
