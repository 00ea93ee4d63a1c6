import { existsSync, readFileSync } from 'node:fs';
import { join as pathOf, resolve } from 'node:path';
import { publishedSchemaOf, readConnector } from '@hub/connector';
import { LinkClient, NotTaken } from '@hub/kit/service';
import {
  canonicalText,
  organisationPublished,
  readYaml,
  signHeader,
  type SignedMessage,
  writePages,
} from '@hub/protocol';
import { conformKeyOf, createKeyPairIfMissing, publicFileOf, readPageFiles, readSigningKey } from '@hub/runtime';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { Failure, UsageError } from './failure.js';
import { type Examination, examineEndpoint, examinePublished } from './examine-published.js';
import { homeOf } from './home.js';
import { schemaOf } from './own-schema.js';

/** The options of `hub join` and `hub publish`. */
export const joinOptions = {
  hub: { type: 'string' },
  secret: { type: 'string' },
  key: { type: 'string' },
  'token-file': { type: 'string' },
  'conform-key': { type: 'string' },
} as const;

/** An organisation's folder: its record, and its agreements and schema if it has them. */
interface Folder {
  readonly code: string;
  readonly said: object;
  readonly endpoint: string | null;
  readonly signsAnswers: boolean;
  readonly agreements: string | null;
  readonly schema: string | null;
  readonly keyFile: string;
}

/**
 * `hub join FOLDER --hub ADDRESS --secret FILE`: an invited organisation joins the hub. Its signing key is made in
 * the folder, unless it exists, and stays there; the hub gets the public key, the record, the agreements and the
 * schema, and the endpoint's examination against the protocol, if the endpoint runs already.
 */
export const join: Command = async (args, surroundings) => {
  const { folder, hub, values } = asked(args, surroundings);
  if (values.secret === undefined) throw new UsageError('Expected --secret FILE, with the secret of the invitation.');
  const { code, said, agreements, keyFile, ...read } = readFolder(folder, values.key);
  const schema = await schemaIn(folder, read.schema, surroundings);
  createKeyPairIfMissing(keyFile);
  const publicKey = readFileSync(publicFileOf(keyFile), 'utf8');
  const secret = textOf(resolve(surroundings.folder, values.secret)).trim();
  const conformKeyFile = askingKeyOf(folder, values, surroundings);
  const examination =
    schema === null ? undefined : await examineEndpoint({ ...read, code, agreements, keyFile, conformKeyFile });
  if (examination) tellExamination(code, examination);
  const examined = examination && 'examined' in examination ? examination.examined : undefined;
  const joining = { secret, code, said, publicKey, agreements, schema, ...(examined && { examined }) };
  await askHub(hub, (client, signal) => client.join(joining, signal));
  console.log(
    `${code} has joined. Those who run the hub see what it would show to whom, and accept it. It signs with ${keyFile}: keep it.`,
  );
  return 0;
};

/**
 * `hub publish FOLDER --hub ADDRESS`: publishes the present schema, agreements and pages of an organisation's folder,
 * signed with its key, or with a token of its programs. An endpoint that does not follow the protocol is not
 * published.
 */
export const publish: Command = async (args, surroundings) => {
  const { folder, hub, values } = asked(args, surroundings);
  const { code, agreements, keyFile, ...read } = readFolder(folder, values.key);
  const schema = await schemaIn(folder, read.schema, surroundings);
  const conformKeyFile = askingKeyOf(folder, values, surroundings);
  const examination =
    schema === null ? undefined : await examinePublished({ ...read, code, agreements, keyFile, conformKeyFile });
  if (examination) tellExamination(code, examination);
  const examined = examination && 'examined' in examination ? examination.examined : undefined;
  const tokenFile = values['token-file'];
  const token = tokenFile === undefined ? undefined : textOf(resolve(surroundings.folder, tokenFile)).trim();
  const signed = async (document: object): Promise<SignedMessage> => {
    const message = canonicalText({ format: 1, organisation: code, at: new Date().toISOString(), ...document });
    return { message, signature: await signHeader(message, readSigningKey(keyFile)) };
  };
  for (const [kind, content] of [
    ['SCHEMA', schema],
    ['AGREEMENTS', agreements],
    ['PAGES', pagesIn(folder)],
  ] as const) {
    if (content === null) continue;
    const said = { kind, content, ...(kind === 'SCHEMA' && examined && { examined }) };
    const document = token === undefined ? await signed(said) : said;
    const { version, state, reason } = await askHub(hub, (client, signal) => client.publish(document, signal, token));
    const what = `${code}: version ${version} of its ${kind.toLowerCase()} is published`;
    if (state === 'WAITING') console.log(`${what}, and waits for ten minutes to be served: ${reason ?? ''}.`);
    else console.log(`${what}.${reason === undefined ? '' : ` ${reason}.`}`);
  }
  return 0;
};

function tellExamination(code: string, examination: Examination): void {
  if ('notExamined' in examination) {
    console.error(`${code} is not held against the protocol: ${examination.notExamined}. See hub conform.`);
  } else if (examination.failures.length > 0) {
    console.error(
      [
        ...examination.failures,
        `\n${code} does not speak the protocol: ${examination.failures.length} checks failed. It is not accepted before that is mended, and published.`,
      ].join('\n'),
    );
  } else {
    const { passed, leftOut } = examination.examined;
    console.log(`${code} speaks the protocol: ${passed} checks passed, ${leftOut} do not apply.`);
  }
}

function asked(args: readonly string[], surroundings: Surroundings) {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: joinOptions });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0 || values.hub === undefined) {
    throw new UsageError('Expected one FOLDER and --hub ADDRESS.');
  }
  return { folder: resolve(surroundings.folder, folder), hub: values.hub, values };
}

/** The key with which an endpoint is asked as a gateway would (default: the folder's). */
function askingKeyOf(
  folder: string,
  values: { readonly 'conform-key'?: string | undefined },
  { folder: here }: Surroundings,
): string {
  const named = values['conform-key'];
  return named === undefined ? conformKeyOf(folder) : resolve(here, named);
}

/** Reads an organisation's folder. @throws Failure that names the file, and the line if it is known. */
export function readFolder(folder: string, key: string | undefined): Folder {
  const file = pathOf(folder, 'organisation.yaml');
  const { value, problems } = readYaml(organisationPublished, textOf(file), file);
  if (problems) throw new Failure(problems.join('\n'));
  const { code, shortName, keepsPeople, publishes } = value;
  const optional = (name: string) =>
    existsSync(pathOf(folder, name)) ? readFileSync(pathOf(folder, name), 'utf8') : null;
  return {
    ...{ code, said: { shortName, keepsPeople, ...publishes } },
    ...{ endpoint: publishes.endpoint, signsAnswers: publishes.signsAnswers },
    ...{ agreements: optional('agreements.yaml'), schema: optional('schema.graphql') },
    keyFile: key === undefined ? pathOf(folder, 'signing.key') : resolve(key),
  };
}

/**
 * The schema of a folder: if it is made with the kit, from records in YAML or from code, the present output of its
 * program; for a connector in front of a system, that system's schema.
 */
async function schemaIn(folder: string, file: string | null, surroundings: Surroundings): Promise<string | null> {
  if (existsSync(pathOf(folder, 'connector.yaml'))) {
    const connector = readConnector(folder);
    // A connector without records has figures alone.
    if (!connector.settings.records) return file;
    const elsewhere = await publishedSchemaOf(connector);
    if (elsewhere !== undefined) return elsewhere;
  }
  const isMade = ['records', 'src/main.ts', 'dist/main.js'].some((name) => existsSync(pathOf(folder, name)));
  return isMade ? schemaOf(homeOf(folder, surroundings)) : file;
}

/** The folder's record layout, in published form; null if it has none. @throws Failure */
function pagesIn(folder: string): string | null {
  try {
    const pages = readPageFiles(pathOf(folder, 'pages'));
    return pages === undefined ? null : writePages(pages);
  } catch (error) {
    throw new Failure((error as Error).message);
  }
}

/** The text of a file. @throws Failure */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`Expected a file at ${file}: ${(error as Error).message}`);
  }
}

/** Sends a request to the hub. @throws Failure with the hub's refusal, or that the hub is unreachable. */
export async function askHub<T>(
  hub: string,
  what: (client: LinkClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await what(new LinkClient(hub), new AbortController().signal);
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof NotTaken) throw new Failure(`The hub refused it (${error.code}): ${message}`);
    throw new Failure(`Expected the hub at ${hub}: ${message}`);
  }
}
