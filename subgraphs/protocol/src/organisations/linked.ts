import type { OrganisationRecord } from './organisation-record.js';

/** What a program needs to know of an organisation that is linked to the hub. */
type Linked = Pick<OrganisationRecord, 'code' | 'keepsPeople'>;

/** By a record that this program read, by what the registry said since, and whose program this is: as it knows them now. */
const known: Record<'own' | 'read' | 'published', ReadonlyMap<string, Linked>> = {
  own: new Map(),
  read: new Map(),
  published: new Map(),
};

const byCode = (organisations: Iterable<Linked>) => new Map([...organisations].map((one) => [one.code, one]));

/** Takes up the organisations whose records a program read. */
export function takeRecords(organisations: Iterable<Linked>): void {
  known.read = byCode(organisations);
}

/** Takes up which organisations publish at the registry and are live. */
export function takePublished(organisations: Iterable<Linked>): void {
  known.published = byCode(organisations);
}

/** Takes up whose program this is, where that is an organisation which has its folder anywhere; a launcher is that of several. */
export function takeOwn(organisation: Linked): void {
  known.own = byCode([...known.own.values(), organisation]);
}

/** Whether an organisation is linked to the hub now: by a record, by what it published, or as the one whose program this is. */
export function isLinked(organisation: string): boolean {
  return Object.values(known).some((some) => some.has(organisation));
}

/** Whether an organisation has records of people, kept under pseudonyms: each linked one has but those with counts only. */
export function keepsPeople(organisation: string): boolean {
  const { own, read, published } = known;
  return (own.get(organisation) ?? published.get(organisation) ?? read.get(organisation))?.keepsPeople ?? false;
}
