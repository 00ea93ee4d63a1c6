import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { formerKeysOf, readPublicKeys, readSigningKey, writeWhole } from '@hub/runtime';
import { Failure, systemReason, UsageError } from './failure.js';

/** The steps of a rotation, in an order in which each side always trusts the other's signatures. */
export const rotationSteps = ['add', 'replace', 'remove'] as const;

export type RotationStep = (typeof rotationSteps)[number];

/** The files of a part's keys, by the paths in the containers. */
export interface RotatedKey {
  /** The private key in use. */
  readonly file: string;
  /** The public keys that others trust. */
  readonly publicFile: string;
}

/** A part's key in the folder of `hub secrets`. */
export function rotatedKeyIn(folder: string, part: string): RotatedKey {
  return { file: join(folder, part, 'signing.key'), publicFile: join(folder, 'public-keys', `${part}.pub`) };
}

/**
 * Takes one step in replacing a signing key: `add` makes the next key, and its public key is trusted beside the
 * former one; `replace` puts it in use; `remove` ends the trust in the former ones, which stay in a separate file, to
 * verify old receipts with. Each file is replaced as a whole. A repeated step changes nothing.
 * @returns the result, and the next step.
 * @throws Failure if the step before was not taken, or a file is unusable.
 */
export function takeRotationStep(step: RotationStep, part: string, key: RotatedKey): string {
  try {
    return { add, replace, remove }[step](part, key);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The key of ${part} cannot be replaced in ${key.file}: ${systemReason(error)}.`);
  }
}

/** @throws UsageError if there is no such step. */
export function rotationStep(step: string | undefined): RotationStep {
  const known = rotationSteps.find((one) => one === step);
  if (known) return known;
  throw new UsageError(`--step: expected one of ${rotationSteps.join(', ')}, got ${step ?? 'nothing'}.`);
}

function add(part: string, { file, publicFile }: RotatedKey): string {
  const next = nextOf(file);
  readSigningKey(file);
  if (!existsSync(next)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeWhole(next, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
  }
  const { id } = readSigningKey(next);
  if (!readPublicKeys(publicFile).some((key) => key.id === id)) {
    writeWhole(publicFile, `${readFileSync(publicFile, 'utf8').trimEnd()}\n${publicPem(next)}`, 0o644);
  }
  return `Both keys of ${part} are in ${publicFile}. Those who trust it read it within a second; then take the step replace.`;
}

function replace(part: string, { file, publicFile }: RotatedKey): string {
  const next = nextOf(file);
  if (!existsSync(next)) {
    if (readPublicKeys(publicFile).length > 1) return replaced(part);
    throw new Failure(`Expected the next key of ${part} in ${next}. Take the step add first.`);
  }
  const { id } = readSigningKey(next);
  if (!readPublicKeys(publicFile).some((key) => key.id === id)) {
    throw new Failure(`Expected the next key of ${part} in ${publicFile}, too. Take the step add first.`);
  }
  renameSync(next, file);
  return replaced(part);
}

function replaced(part: string): string {
  const taken =
    part === 'gateway'
      ? 'The gateway takes it up with its next session, after ten minutes at most'
      : `Send ${part} SIGHUP, so that it takes it up`;
  return `The new key of ${part} is in use. ${taken}; then take the step remove.`;
}

function remove(part: string, { file, publicFile }: RotatedKey): string {
  if (existsSync(nextOf(file)))
    throw new Failure(`The next key of ${part} is not in use yet. Take the step replace first.`);
  const { id } = readSigningKey(file);
  const trusted = readPublicKeys(publicFile);
  if (!trusted.some((key) => key.id === id)) throw new Failure(`Expected the key of ${part} in ${publicFile}.`);
  const former = trusted.filter((key) => key.id !== id);
  const formerFile = formerKeysOf(publicFile);
  const known = existsSync(formerFile) ? new Set(readPublicKeys(formerFile).map((one) => one.id)) : new Set();
  for (const { id: name, key } of former)
    if (!known.has(name)) appendFileSync(formerFile, key.export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
  if (former.length > 0) writeWhole(publicFile, publicPem(file), 0o644);
  return `The former keys of ${part} are trusted no more. They are in ${formerFile}, to verify old receipts with.`;
}

function nextOf(file: string): string {
  return `${file}.next`;
}

function publicPem(file: string): string {
  return createPublicKey(readSigningKey(file).key).export({ type: 'spki', format: 'pem' }) as string;
}
