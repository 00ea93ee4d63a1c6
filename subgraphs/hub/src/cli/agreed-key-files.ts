import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { join, resolve } from 'node:path';
import {
  KeyFileError,
  knownOrganisations,
  publicFileOf,
  readPublicKeys,
  readSealingKey,
  readSealingTarget,
  readSigningKey,
} from '@hub/runtime';
import {
  EnvelopeFault,
  type EnvelopeKind,
  keepsPeople,
  type KeyEnvelopeContent,
  openKeys,
  PeriodKeysFault,
  sealKeys,
} from '@hub/protocol';
import type { Surroundings } from './command.js';
import { DataFolder } from './data-folder.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { findSubgraph } from './organisations.js';

/** The files of an organisation's keys, each with the setting that names it. */
export interface AgreedKeyFiles {
  readonly periodKeys: string;
  readonly pseudonymKeys: string;
  readonly signingKey: string;
  readonly sealingKey: string;
}

/** The options that name the files; see `agreedKeyFiles`. */
export const keyFileOptions = { secrets: { type: 'string' }, data: { type: 'string' } } as const;

/**
 * Finds an organisation's files: in `--secrets FOLDER`, as `hub secrets` makes them; at the paths in the environment,
 * as for its subgraph; or in the data folder.
 */
export function agreedKeyFiles(
  organisation: string,
  values: { readonly secrets?: string | undefined; readonly data?: string | undefined },
  surroundings: Surroundings,
): AgreedKeyFiles {
  const { folder, environment } = surroundings;
  if (values.secrets !== undefined) {
    const at = (...names: string[]) => join(resolve(folder, values.secrets ?? ''), ...names);
    return {
      periodKeys: at('pseudonym-key', 'period-keys.json'),
      pseudonymKeys: at('pseudonym-key', 'key'),
      signingKey: at(organisation, 'signing.key'),
      sealingKey: at(organisation, 'sealing.key'),
    };
  }
  const data = DataFolder.from(values.data, surroundings);
  return {
    periodKeys: environment['PERIOD_KEYS_FILE'] || data.periodKeysFile,
    pseudonymKeys: environment['PSEUDONYM_KEY_FILE'] || data.pseudonymKeyFile,
    signingKey: environment['SIGNING_KEY_FILE'] || data.signingKeyOf(organisation),
    sealingKey: environment['SEALING_KEY_FILE'] || data.sealingKeyOf(organisation),
  };
}

/**
 * Checks the code of an organisation that has records of people.
 * @throws UsageError if there is no such organisation, or it has counts only.
 */
export function organisationOfPeople(code: string | undefined): string {
  if (code === undefined) throw new UsageError('Expected <organisation>, got nothing.');
  const found = findSubgraph(code).code;
  if (keepsPeople(found)) return found;
  const known = knownOrganisations.map((one) => one.code).filter(keepsPeople);
  throw new UsageError(`Expected an organisation with records of people (${known.join(', ')}), got ${found}.`);
}

/**
 * The public keys to seal envelopes to, in a folder: one `ORGANISATION-sealing.pub` each, as in the folder
 * `public-keys` of `hub secrets`, or a hub's data folder.
 */
function sealingTargets(folder: string, maker: string): { found: Map<string, KeyObject>; missing: string[] } {
  const others = knownOrganisations.map(({ code }) => code).filter((code) => keepsPeople(code) && code !== maker);
  const found = new Map<string, KeyObject>();
  for (const code of others) {
    const files = [join(folder, `${code}-sealing.pub`), publicFileOf(join(folder, code, 'sealing.key'))];
    const file = files.find((one) => existsSync(one));
    if (file) found.set(code, readSealingTarget(file));
  }
  if (found.size === 0) {
    throw new Failure(
      `Expected public sealing keys in ${folder} (${others.map((code) => `${code}-sealing.pub`).join(', ')}), but there is none.`,
    );
  }
  return { found, missing: others.filter((code) => !found.has(code)) };
}

/** Writes an envelope with keys; returns the message for the user. */
export type WriteEnvelope = (content: KeyEnvelopeContent) => Promise<string>;

/**
 * Prepares the envelope before any key is made: the file to write, the signing key, and the organisations whose
 * public keys are in a folder. A key that could not be handed on is never made.
 * @throws Failure
 */
export function prepareEnvelope(
  organisation: string,
  files: AgreedKeyFiles,
  { to, out }: { readonly to: string; readonly out: string },
): WriteEnvelope {
  const { found, missing } = sealingTargets(to, organisation);
  const signingKey = readSigningKey(files.signingKey);
  if (existsSync(out)) throw new Failure(`Expected --out to name a new file, but ${out} is there.`);
  return async (content) => {
    writeFileSync(out, await sealKeys(content, found, signingKey), { mode: 0o644, flag: 'wx' });
    const sealed = `${out} is sealed to ${[...found.keys()].join(', ')}, and signed by ${organisation}.`;
    const forNone = `It is not for ${missing.join(', ')}: their sealing keys are not in ${to}.`;
    return missing.length === 0 ? sealed : `${sealed} ${forNone}`;
  };
}

/**
 * Opens the envelope in `take <organisation> FILE --from-key FILE`, if the organisation trusts its maker's keys.
 * @param named the arguments after the organisation, and the file of the maker's public keys.
 * @throws UsageError if the files are missing; EnvelopeFault, KeyFileError
 */
export async function openTaken<Kind extends EnvelopeKind>(
  kind: Kind,
  organisation: string,
  files: AgreedKeyFiles,
  named: { readonly more: readonly string[]; readonly fromKey: string | undefined },
  at: (path: string) => string,
): Promise<Extract<KeyEnvelopeContent, { kind: Kind }>> {
  const [file, ...others] = named.more;
  if (file === undefined || named.fromKey === undefined || others.length > 0)
    throw new UsageError('Expected take <organisation> FILE --from-key FILE.');
  const text = readFileSync(at(file), 'utf8');
  const signers = readPublicKeys(at(named.fromKey));
  return openKeys(text, kind, { organisation, sealingKey: readSealingKey(files.sealingKey), signers });
}

/** Runs work with keys; turns key faults into messages. @throws Failure */
export async function withKeys<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof EnvelopeFault || error instanceof PeriodKeysFault) throw new Failure(error.message);
    if (error instanceof KeyFileError) throw new Failure(`Not done: ${error.message}.`);
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new Failure(`Not done: ${systemReason(error)}.`);
  }
}
