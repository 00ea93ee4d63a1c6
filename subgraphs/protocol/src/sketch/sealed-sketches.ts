import type { KeyObject } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';

/** The sealed description of sketches: their organisation, goal and month. */
export interface SketchesHead {
  readonly organisation: string;
  readonly goal: string;
  /** The reporting period, `YYYY-MM`, at whose end the people to date are counted. */
  readonly month: string;
  /** The id of the period's key, and after a point the version of the pseudonyms; see `pseudonymsName`. */
  readonly key: string;
}

/** A sketch's bytes by its place: `placeKey`. */
export type SketchBytes = ReadonlyMap<string, Uint8Array>;

/** The version of the layout of sketches before sealing. */
const format = 1;

const headSchema = z.strictObject({
  format: z.literal(format),
  organisation: z.string(),
  goal: z.string(),
  month: z.string(),
  key: z.string(),
  places: z.array(z.tuple([z.string(), z.int().min(0)])),
});

/** Thrown where sealed sketches are invalid. */
export class SketchesFault extends Error {}

/**
 * Seals sketches for the holder of a private key: a JWE (RFC 7516) with ECDH-ES over X25519 and A256GCM. Inside are the
 * length of a head as 4 bytes, the head in JSON, and the sketches one after the other.
 */
export async function sealSketches(head: SketchesHead, sketches: SketchBytes, to: KeyObject): Promise<string> {
  const places = [...sketches].map(([place, bytes]) => [place, bytes.length]);
  const headBytes = Buffer.from(JSON.stringify({ format, ...head, places }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headBytes.length);
  return new CompactEncrypt(Buffer.concat([length, headBytes, ...sketches.values()]))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(to);
}

/**
 * Opens sealed sketches.
 * @param expected their expected description.
 * @throws SketchesFault where they cannot be opened, have another description, or have another layout.
 */
export async function openSketches(sealed: string, expected: SketchesHead, key: KeyObject): Promise<SketchBytes> {
  const { plaintext } = await compactDecrypt(sealed, key, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }).catch((error: unknown) => {
    throw new SketchesFault(`Cannot open the sketches of ${nameOf(expected)}: ${(error as Error).message}.`);
  });
  const bytes = Buffer.from(plaintext);
  const headEnd = 4 + (bytes.length < 4 ? bytes.length : bytes.readUInt32BE());
  const { data: head, error } = headSchema.safeParse(jsonIn(bytes.subarray(4, headEnd)));
  if (!head) throw new SketchesFault(`The sketches of ${nameOf(expected)} have no head as expected: ${String(error)}.`);
  if (nameOf(head) !== nameOf(expected)) {
    throw new SketchesFault(`Expected the sketches of ${nameOf(expected)}, but got those of ${nameOf(head)}.`);
  }
  const sketches = new Map<string, Uint8Array>();
  let at = headEnd;
  for (const [place, length] of head.places) {
    sketches.set(place, bytes.subarray(at, (at += length)));
  }
  if (at !== bytes.length) {
    throw new SketchesFault(`Expected ${at} bytes of sketches of ${nameOf(expected)}, but got ${bytes.length}.`);
  }
  return sketches;
}

/** The JSON value of bytes; undefined where they are none. */
export function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function nameOf({ organisation, goal, month, key }: SketchesHead): string {
  return `${organisation}, ${goal}, ${month}, under the key ${key}`;
}
