import type { OrganisationRecord } from './organisation-record.js';

/** The facts about an organisation linked to the hub that programs need. */
type Linked = Pick<OrganisationRecord, 'code' | 'keepsPeople'>;

/** The organisations that this program knows: its own, those read from records, and those published at the registry. */
const known: Record<'own' | 'read' | 'published', ReadonlyMap<string, Linked>> = {
  own: new Map(),
  read: new Map(),
  published: new Map(),
};

const byCode = (organisations: Iterable<Linked>) => new Map([...organisations].map((one) => [one.code, one]));

/** Replaces the organisations known from records. */
export function takeRecords(organisations: Iterable<Linked>): void {
  known.read = byCode(organisations);
}

/** Replaces the organisations known as live at the registry. */
export function takePublished(organisations: Iterable<Linked>): void {
  known.published = byCode(organisations);
}

/** Sets the organisation of this program, where its folder may be anywhere; a launcher has several organisations. */
export function takeOwn(organisation: Linked): void {
  known.own = byCode([...known.own.values(), organisation]);
}

/**
 * Whether an organisation is linked to the hub now: by a record, by publication, or as the organisation of this
 * program.
 */
export function isLinked(organisation: string): boolean {
  return Object.values(known).some((some) => some.has(organisation));
}

/**
 * Whether an organisation has records of people, under pseudonyms: each linked one has, unless it has counts only.
 */
export function keepsPeople(organisation: string): boolean {
  const { own, read, published } = known;
  return (own.get(organisation) ?? published.get(organisation) ?? read.get(organisation))?.keepsPeople ?? false;
}
