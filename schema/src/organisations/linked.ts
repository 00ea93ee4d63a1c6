import { fileURLToPath } from 'node:url';
import { findOrganisations } from './find-organisations.js';
import { auditLog, movement, registry, reservedCodes, type Subgraph } from './hub-parts.js';
import { shippedOrganisations } from '../shipped-data.js';
import type { OrganisationRecord } from './organisation-record.js';

/** An organisation that contributes to the movement's goals from its own ledger. */
export type Participant = OrganisationRecord;

/** Records of organisations that cannot be used: each line names the file, what was expected and what came. */
export class UnusableOrganisations extends Error {
  override readonly name = 'UnusableOrganisations';
  constructor(problems: readonly string[]) {
    super(`Expected records of organisations that can be used:\n${problems.join('\n')}`);
  }
}

/** The folder of the records: the one that HUB_ORGANISATIONS names, or that which the hub ships with. */
const folder = process.env['HUB_ORGANISATIONS'] || fileURLToPath(shippedOrganisations);

/**
 * The organisations linked to the hub that contribute to goals, as their records are at the program's start: the
 * composition and what movement follows of releases come from this list.
 * @throws UnusableOrganisations
 */
export const participants: readonly Participant[] = read();

function read(): readonly Participant[] {
  const { organisations, problems } = findOrganisations(folder, reservedCodes);
  if (problems.length > 0) throw new UnusableOrganisations(problems);
  return organisations;
}

/** Whether an organisation has records of people, kept under pseudonyms: each participant has but those with counts only. */
export function keepsPeople(organisation: string): boolean {
  const record = participants.find(({ code }) => code === organisation) ?? published.get(organisation);
  return record?.keepsPeople ?? false;
}

/** What a program needs to know of an organisation that published its record at the registry, and is live. */
type Published = Pick<OrganisationRecord, 'code' | 'keepsPeople'>;

/** As this program knows it now. */
let published: ReadonlyMap<string, Published> = new Map();

/** Takes up which organisations publish at the registry and are live. */
export function takePublished(organisations: Iterable<Published>): void {
  published = new Map([...organisations].map((one) => [one.code, one]));
}

/** Whether an organisation is linked to the hub now: by a folder of the operator's, or by what it published. */
export function isLinked(organisation: string): boolean {
  return published.has(organisation) || participants.some(({ code }) => code === organisation);
}

/** Every subgraph of the hub, in the order in which it starts. */
export const subgraphs: readonly Subgraph[] = [movement, ...participants, auditLog, registry];
