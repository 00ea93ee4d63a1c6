import { fileURLToPath } from 'node:url';
import {
  auditLog,
  movement,
  type OrganisationRecord,
  registry,
  reservedCodes,
  type Subgraph,
  takeRecords,
} from '@hub/protocol';
import { shippedOrganisations } from '../shipped-data.js';
import { findOrganisations, readOwnRecord } from './find-organisations.js';

/** Records of organisations that cannot be used: each line names the file, what was expected and what came. */
export class UnusableOrganisations extends Error {
  override readonly name = 'UnusableOrganisations';
  readonly exitCode = 2;
  constructor(problems: readonly string[]) {
    super(`Expected records of organisations that can be used:\n${problems.join('\n')}`);
  }
}

/** The folder of the records: the one that HUB_ORGANISATIONS names, or that which the hub ships with. */
export const organisationsFolder: string = process.env['HUB_ORGANISATIONS'] || fileURLToPath(shippedOrganisations);

/**
 * The organisations linked to the hub that contribute to goals, as their records are at the program's start: the
 * composition and what movement follows of releases come from this list.
 * @throws UnusableOrganisations
 */
export const knownOrganisations: readonly OrganisationRecord[] = read();
takeRecords(knownOrganisations);

function read(): readonly OrganisationRecord[] {
  const { organisations, problems } = findOrganisations(organisationsFolder, reservedCodes);
  if (problems.length > 0) throw new UnusableOrganisations(problems);
  return organisations;
}

/**
 * Takes up the record in an organisation's own folder: its program may run where no other organisation's folder is.
 * @throws UnusableOrganisations of one that cannot be used, or is another's.
 */
export function takeOwnRecord(ownFolder: string, code: string): void {
  if (knownOrganisations.some((one) => one.code === code)) return;
  const { record, problems = [] } = readOwnRecord(ownFolder, code);
  if (problems.length > 0) throw new UnusableOrganisations(problems);
  if (record) takeRecords([...knownOrganisations, record]);
}

/** Every subgraph of the hub, in the order in which it starts. */
export const subgraphs: readonly Subgraph[] = [movement, ...knownOrganisations, auditLog, registry];
