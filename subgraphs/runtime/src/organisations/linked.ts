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

/** Thrown for faulty records of organisations: each line gives the file, the expected and the actual value. */
export class UnusableOrganisations extends Error {
  override readonly name = 'UnusableOrganisations';
  readonly exitCode = 2;
  constructor(problems: readonly string[]) {
    super(`Expected records of organisations that can be used:\n${problems.join('\n')}`);
  }
}

/** The folder of the records: the one in HUB_ORGANISATIONS, or the hub's own. */
export const organisationsFolder: string = process.env['HUB_ORGANISATIONS'] || fileURLToPath(shippedOrganisations);

/**
 * The organisations linked to the hub that contribute to goals, by their records at the program's start: composition,
 * and movement's list of releases, use it.
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
 * Adds the record in an organisation's own folder: its program may run without other organisations' folders.
 * @throws UnusableOrganisations where it is faulty, or another organisation's.
 */
export function takeOwnRecord(ownFolder: string, code: string): void {
  if (knownOrganisations.some((one) => one.code === code)) return;
  const { record, problems = [] } = readOwnRecord(ownFolder, code);
  if (problems.length > 0) throw new UnusableOrganisations(problems);
  if (record) takeRecords([...knownOrganisations, record]);
}

/** Every subgraph of the hub, in the order in which it starts. */
export const subgraphs: readonly Subgraph[] = [movement, ...knownOrganisations, auditLog, registry];
