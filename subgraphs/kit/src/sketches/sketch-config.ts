import type { KeyObject } from 'node:crypto';
import type { SketchKeys } from './make-sketches.js';
import { readPeriodKeys, readSealingKey, readSealingTarget } from '@hub/runtime';

/** The files of an organisation's keys for sketches of people; both are read again for each release. */
export interface SketchFiles {
  /** The keys of the reporting periods, which the organisations share. */
  readonly periodKeys: string;
  /** Movement's public key, to which sketches are sealed. */
  readonly sealTo: string;
}

/**
 * Reads `PERIOD_KEYS_FILE` and `SKETCHES_SEALED_TO`; undefined where the organisation makes no sketches.
 * @throws Error where one of them is missing.
 */
export function sketchFilesIn(variables: NodeJS.ProcessEnv): SketchFiles | undefined {
  const { PERIOD_KEYS_FILE: periodKeys, SKETCHES_SEALED_TO: sealTo } = variables;
  if (!periodKeys && !sealTo) return undefined;
  if (!periodKeys) throw new Error('PERIOD_KEYS_FILE: expected together with SKETCHES_SEALED_TO');
  if (!sealTo) throw new Error('SKETCHES_SEALED_TO: expected together with PERIOD_KEYS_FILE');
  const files = { periodKeys, sealTo };
  readSketchKeys(files);
  return files;
}

/**
 * Reads the keys for making and sealing sketches.
 * @throws Error where a file cannot be used.
 */
export function readSketchKeys({ periodKeys, sealTo }: SketchFiles): SketchKeys {
  return { periods: readPeriodKeys(periodKeys), sealTo: readSealingTarget(sealTo) };
}

/**
 * Reads movement's `SEALING_KEY_FILE`, with which it opens sketches; undefined where none is named.
 * @throws Error where the file cannot be used.
 */
export function readOwnSealingKey(variables: NodeJS.ProcessEnv): KeyObject | undefined {
  const { SEALING_KEY_FILE: file } = variables;
  if (!file) return undefined;
  try {
    return readSealingKey(file);
  } catch (error) {
    throw new Error(`SEALING_KEY_FILE: ${(error as Error).message}`, { cause: error });
  }
}
