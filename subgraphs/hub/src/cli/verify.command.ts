import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formerKeysOf, KeyFileError, readPublicKeys } from '@hub/runtime';
import { z } from 'zod';
import { type BundleInFile, ReleaseFault, type ReleaseKeys, verifyBundle } from '@hub/protocol';
import { type Command, parseCommand } from './command.js';
import { Failure, systemReason, UsageError } from './failure.js';

/** The options of `hub verify`. */
export const verifyFileOptions = {
  keys: { type: 'string' },
  publication: { type: 'string' },
  digest: { type: 'string' },
} as const;

const release = z.strictObject({ header: z.string(), signature: z.string(), pages: z.array(z.string()) });

const bundle = z.strictObject({
  releases: z.record(z.string(), z.array(release)).optional(),
  publication: z.strictObject({ document: z.string(), signature: z.string() }).optional(),
});

/**
 * `hub verify FILE --keys FOLDER`: verifies releases, chains of releases, or a publication with each of its figures,
 * without a network. Prints the publication's id, period, revision, time and digest. With `--publication ID` or
 * `--digest DIGEST` the file must contain that publication. Exit status 1 if a check fails, or if the file is empty or
 * has unexpected content.
 */
export const verify: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: verifyFileOptions });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values.keys === undefined) {
    throw new UsageError('Expected one FILE and --keys FOLDER.');
  }
  const folder = resolve(surroundings.folder, values.keys);
  const read = bundleIn(resolve(surroundings.folder, file));
  try {
    const keys = (organisation: string) => keysOf(folder, organisation);
    const { releases, withoutPages, cells, figures, publication } = await verifyBundle(read, keys, values);
    console.log(
      `All of it holds: ${releases} releases with ${cells} cells` +
        (withoutPages > 0 ? ` (${withoutPages} of them without pages, which are in an archive)` : '') +
        (publication ? `, and a publication of which ${figures} figures were computed anew.` : ', and no publication.'),
    );
    if (publication) {
      const { id, period, revision, publishedAt, digest } = publication;
      console.log(`It is ${id}: period ${period}, revision ${revision}, made on ${publishedAt}, digest ${digest}.`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ReleaseFault)) throw error;
    console.error(`It does not hold (${error.code}): ${error.message}`);
    return 1;
  }
};

/**
 * Reads a file of `hub register export`.
 * @throws Failure if the file is unreadable or has another form.
 */
export function bundleIn(path: string): BundleInFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Failure(`Cannot read ${path} as JSON: ${systemReason(error)}.`);
  }
  const { data, error } = bundle.safeParse(json);
  if (data) return data;
  const [issue] = error.issues;
  throw new Failure(
    `Expected a file as hub register export writes it, but in ${path} ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'is not'}.`,
  );
}

/** An organisation's public keys in a folder: `ORGANISATION.pub`, or the files of a hub on one machine. */
function keysOf(folder: string, organisation: string): ReleaseKeys {
  if (!/^[a-z][a-z-]*$/.test(organisation))
    throw new Failure(`Expected an organisation's code, got ${JSON.stringify(organisation)}.`);
  const own = join(folder, organisation, 'signing.key.pub');
  const files = [join(folder, `${organisation}.pub`), own, formerKeysOf(own)].filter((file) => existsSync(file));
  if (files.length === 0)
    throw new Failure(`Expected the public keys of ${organisation} in ${folder}, as ${organisation}.pub.`);
  try {
    return new Map(files.flatMap((file) => readPublicKeys(file).map(({ id, key }) => [id, key] as const)));
  } catch (error) {
    if (error instanceof KeyFileError) throw new Failure(error.message);
    throw error;
  }
}
