import { existsSync, readFileSync } from 'node:fs';
import { join as pathOf, resolve } from 'node:path';
import { createKeyPairIfMissing, organisationPublished, publicFileOf, readSigningKey, readYaml } from '@hub/schema';
import { LinkClient, NotTaken } from '../link/link-client.js';
import { canonicalText } from '../release/canonical.js';
import { signHeader } from '../release/header-signature.js';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { Failure, UsageError } from './failure.js';

/** The options of `hub join` and `hub publish`. */
export const joinOptions = {
  hub: { type: 'string' },
  secret: { type: 'string' },
  key: { type: 'string' },
} as const;

/** An organisation's folder: its record, what it shares, and its schema, where it has them. */
interface Folder {
  readonly code: string;
  readonly said: object;
  readonly agreements: string | null;
  readonly schema: string | null;
  readonly keyFile: string;
}

/**
 * `hub join FOLDER --hub ADDRESS --secret FILE`: an invited organisation joins the hub. Its signing key is made where it
 * stays, unless it is there; the hub gets its public half, the record, the agreements and the schema.
 */
export const join: Command = async (args, surroundings) => {
  const { folder, hub, values } = asked(args, surroundings);
  if (values.secret === undefined) throw new UsageError('Expected --secret FILE, with the secret of the invitation.');
  const { code, said, agreements, schema, keyFile } = readFolder(folder, values.key);
  createKeyPairIfMissing(keyFile);
  const publicKey = readFileSync(publicFileOf(keyFile), 'utf8');
  const secret = textOf(resolve(surroundings.folder, values.secret)).trim();
  const joining = { secret, code, said, publicKey, agreements, schema };
  await ask(hub, (client, signal) => client.join(joining, signal));
  console.log(
    `${code} has joined. Those who run the hub see what it would show to whom, and accept it. It signs with ${keyFile}: keep it.`,
  );
  return 0;
};

/** `hub publish FOLDER --hub ADDRESS`: publishes an organisation's agreements and schema as its folder has them now. */
export const publish: Command = async (args, surroundings) => {
  const { folder, hub, values } = asked(args, surroundings);
  const { code, agreements, schema, keyFile } = readFolder(folder, values.key);
  const key = readSigningKey(keyFile);
  for (const [kind, content] of [
    ['SCHEMA', schema],
    ['AGREEMENTS', agreements],
  ] as const) {
    if (content === null) continue;
    const message = canonicalText({ format: 1, organisation: code, at: new Date().toISOString(), kind, content });
    const signed = { message, signature: await signHeader(message, key) };
    const version = await ask(hub, (client, signal) => client.publish(signed, signal));
    console.log(`${code}: version ${version} of its ${kind.toLowerCase()} is published.`);
  }
  return 0;
};

function asked(args: readonly string[], surroundings: Surroundings) {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: joinOptions });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0 || values.hub === undefined) {
    throw new UsageError('Expected one FOLDER and --hub ADDRESS.');
  }
  return { folder: resolve(surroundings.folder, folder), hub: values.hub, values };
}

/** @throws Failure that names the file, and the line where it is known. */
function readFolder(folder: string, key: string | undefined): Folder {
  const file = pathOf(folder, 'organisation.yaml');
  const { value, problems } = readYaml(organisationPublished, textOf(file), file);
  if (problems) throw new Failure(problems.join('\n'));
  const { code, shortName, keepsPeople, publishes } = value;
  const optional = (name: string) =>
    existsSync(pathOf(folder, name)) ? readFileSync(pathOf(folder, name), 'utf8') : null;
  return {
    ...{ code, said: { shortName, keepsPeople, ...publishes } },
    ...{ agreements: optional('agreements.yaml'), schema: optional('schema.graphql') },
    keyFile: key === undefined ? pathOf(folder, 'signing.key') : resolve(key),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`Expected a file at ${file}: ${(error as Error).message}`);
  }
}

/** Asks the hub. @throws Failure that says what the hub refused, or that it is not reached. */
async function ask<T>(hub: string, what: (client: LinkClient, signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await what(new LinkClient(hub), new AbortController().signal);
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof NotTaken) throw new Failure(`The hub refused it (${error.code}): ${message}`);
    throw new Failure(`Expected the hub at ${hub}: ${message}`);
  }
}
