/** The properties of an event that decide its page. */
export interface EventOnPage {
  /** The name in the schema's `EventKind`. */
  readonly kind: string;
  readonly goal: string | null;
  readonly organisation: string | null;
  readonly publication: string | null;
}

/** The path of the portal's page about an event. */
export function pageOfEvent({ kind, goal, organisation, publication }: EventOnPage): string {
  if (publication !== null) return `/publications/${encodeURIComponent(publication)}`;
  if (kind === 'SCHEMA') return '/schema';
  if ((kind === 'LATE' || kind === 'DUE') && organisation !== null)
    return `/organisations/${encodeURIComponent(organisation)}`;
  return goal === null ? '/' : `/goals/${encodeURIComponent(goal)}`;
}
