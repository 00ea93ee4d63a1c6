import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ClientCredentials, Hub } from '@hub/client';
import type { readDocuments } from '@hub/mcp';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { localUrl, portsOfRunning } from './ports.js';

/** The options of `hub mcp`. */
export const mcpOptions = {
  url: { type: 'string' },
  purpose: { type: 'string' },
  documents: { type: 'string' },
  tables: { type: 'string' },
  'token-file': { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
} as const;

/**
 * `hub mcp`: serves tools for common questions, or trusted documents, and tables of a hub as tools of the Model Context
 * Protocol, over standard input and output. Each answer is the hub's answer to the token's caller: rights, agreements, budget and audit apply.
 */
export const mcp: Command = async (args, surroundings) => {
  const { values } = parseCommand({ args: [...args], options: mcpOptions });
  const url = values.url ?? localUrl(portsOfRunning(values, surroundings), 'gateway');
  const token = await tokenOf(values['token-file'], surroundings);
  const options = {
    url,
    name: 'hub mcp',
    ...(values.purpose !== undefined && { purpose: values.purpose }),
    ...(token && { token }),
  };
  const { chooseTables, composedTools, documentTools, serveTools, tableTools, typesOf } = await import('@hub/mcp');
  const [hub, registered] = [new Hub(options), new Hub({ ...options, registered: true })];
  const types = typesOf(hub);
  const documents =
    values.documents === undefined ? undefined : await documentsIn(resolve(surroundings.folder, values.documents));
  const leftOut = (why: string) => {
    console.error(why);
  };
  const tools = await toolsOf(
    async () => [
      ...(documents ? await documentTools(documents, types, leftOut) : await composedTools(types)),
      ...(values.tables === undefined
        ? []
        : chooseTables(tableTools(await (await hub.get('/export')).json()), values.tables.split(','))),
    ],
    url,
  );
  if (tools.length === 0) throw new UsageError('Expected --documents to have a query, got no tool.');
  console.error(`${tools.length} tools of ${url}.`);
  await serveTools(tools, { hub, registered, url });
  return 0;
};

async function toolsOf<Tools>(make: () => Promise<Tools>, url: string): Promise<Tools> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = error instanceof TypeError ? systemReason(error.cause) : error.message;
    throw new Failure(`Cannot make tools of the hub at ${url}: ${reason}`);
  }
}

/** A token from a file, or by an app's settings in the environment; undefined for an anonymous caller. */
async function tokenOf(
  file: string | undefined,
  { folder, environment }: Surroundings,
): Promise<string | ClientCredentials | undefined> {
  if (file !== undefined) return (await textOf(resolve(folder, file))).trim();
  const { HUB_ISSUER: issuer, HUB_CLIENT_ID: id, HUB_CLIENT_SECRET: secret, HUB_SCOPES, HUB_TOKEN } = environment;
  if (HUB_TOKEN) return HUB_TOKEN;
  if (!issuer && !id && !secret) return undefined;
  if (!issuer || !id || !secret)
    throw new UsageError('Expected HUB_ISSUER, HUB_CLIENT_ID and HUB_CLIENT_SECRET together.');
  return { issuer, id, secret, ...(HUB_SCOPES && { scopes: HUB_SCOPES.split(' ') }) };
}

async function documentsIn(file: string): Promise<ReturnType<typeof readDocuments>> {
  const [text, { readDocuments: read }] = [await textOf(file), await import('@hub/mcp')];
  try {
    return read(JSON.parse(text));
  } catch {
    throw new Failure(`${file}: expected a manifest of trusted documents: Apollo's, or an object of ids and texts.`);
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure(`Cannot read ${file}: ${systemReason(error)}.`);
  }
}
