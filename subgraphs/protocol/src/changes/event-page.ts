/** What an event tells of, as far as its page is found by it. */
export interface EventOnPage {
  /** As the schema's `EventKind` names it. */
  readonly kind: string;
  readonly goal: string | null;
  readonly organisation: string | null;
  readonly publication: string | null;
}

/** The path of the portal's page on which people read on about an event, whatever brought them the news. */
export function pageOfEvent({ kind, goal, organisation, publication }: EventOnPage): string {
  if (publication !== null) return `/publications/${encodeURIComponent(publication)}`;
  if (kind === 'SCHEMA') return '/schema';
  if ((kind === 'LATE' || kind === 'DUE') && organisation !== null)
    return `/organisations/${encodeURIComponent(organisation)}`;
  return goal === null ? '/' : `/goals/${encodeURIComponent(goal)}`;
}
