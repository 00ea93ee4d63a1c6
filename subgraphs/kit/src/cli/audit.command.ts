import { auditLog, operatorTokenFor, subgraphs } from '@hub/schema';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { anchorSchema, isSigned } from '../audit/anchor.js';
import { type ChainFault, ChainVerifier, type KeptHead } from '../audit/chain.js';
import { type Command, parseCommand } from './command.js';
import { DataFolder } from './data-folder.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { choosePorts, localUrl } from './ports.js';
import { tokensIn } from './token-file.js';

/**
 * `hub audit verify`: reads the whole audit log and finds the first entry that was changed, removed, moved or cut off,
 * and whether the log agrees with the anchors that the organisations keep. `hub audit anchor` has each organisation keep
 * an anchor now.
 */
export const audit: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      url: { type: 'string' },
      'token-file': { type: 'string' },
      anchors: { type: 'string', multiple: true },
    },
  });
  const data = DataFolder.from(values.data, surroundings);
  const ports = choosePorts(values.port, surroundings.environment);
  const door = async (code: string, url?: string, tokenFile = data.tokenFileOf(code)): Promise<Door> => ({
    code,
    url: url ?? localUrl(ports, code),
    token: await auditTokenIn(tokenFile, code),
  });
  const keepers = subgraphs.filter((one) => one !== auditLog);
  switch (positionals.join(' ')) {
    case 'verify': {
      const files = values.anchors ?? [];
      const kept =
        files.length > 0 ? files.map(anchorsInFile) : keepers.map(async ({ code }) => anchorsOf(await door(code)));
      return verify(await door(auditLog.code, values.url, values['token-file']), (await Promise.all(kept)).flat());
    }
    case 'anchor':
      return anchorAll(await Promise.all(keepers.map(({ code }) => door(code))));
    default:
      throw new UsageError(`Expected audit verify or audit anchor, got audit ${positionals.join(' ')}.`);
  }
};

/** A subgraph's operator's door. */
interface Door {
  readonly code: string;
  readonly url: string;
  readonly token: string;
}

/** A line of what the log's door answers: an entry, or how far the log says that it has come. */
const lineSchema = z.union([
  z.object({ head: z.object({ sequence: z.int(), hash: z.string() }) }),
  z.object({ sequence: z.int(), record: z.string(), hash: z.string() }),
]);

async function verify(log: Door, kept: readonly KeptHead[]): Promise<number> {
  const began = performance.now();
  const verifier = new ChainVerifier(kept);
  const fault = await firstFault(log, verifier);
  const { sequence } = verifier.head;
  if (fault) {
    console.error(`The audit log is not whole: ${fault.what}.`);
    console.error(`  First entry concerned: ${fault.sequence}. Entries before it agree with each other.`);
    return 1;
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `The audit log is whole: ${sequence} entries, read in ${seconds.toFixed(1)} s (${Math.round(sequence / seconds)} a second).`,
  );
  const keepers = new Set(kept.map(({ keptBy }) => keptBy)).size;
  console.log(
    keepers === 0
      ? '  No organisation keeps an anchor of it yet: whoever runs it could have rewritten it (pnpm hub audit anchor).'
      : `  It agrees with the ${kept.length} anchors that ${keepers} organisations keep, up to entry ${verifier.provenUpTo}.`,
  );
  return 0;
}

async function firstFault(log: Door, verifier: ChainVerifier): Promise<ChainFault | undefined> {
  const { body } = await ask(log, '/operator/audit/entries');
  if (!body) throw new Failure(`The audit log at ${log.url} answered nothing.`);
  for await (const text of createInterface({ input: Readable.fromWeb(body as never) })) {
    const line = lineSchema.parse(JSON.parse(text));
    const fault = 'head' in line ? verifier.end(line.head) : verifier.read(line);
    if (fault || 'head' in line) return fault;
  }
  throw new Failure(`The audit log at ${log.url} broke off.`);
}

async function anchorAll(doors: readonly Door[]): Promise<number> {
  for (const door of doors) {
    const { anchor } = (await (await ask(door, '/operator/audit-anchors', 'POST')).json()) as { anchor: unknown };
    const kept = anchorSchema.nullable().parse(anchor);
    console.log(`${door.code}: ${kept ? `keeps the hash of entry ${kept.sequence}` : 'nothing new to keep'}`);
  }
  return 0;
}

async function anchorsOf(door: Door): Promise<KeptHead[]> {
  return kept(await (await ask(door, '/operator/audit-anchors')).json(), door.code);
}

/** The anchors that an organisation sent, as its door lists them. */
async function anchorsInFile(file: string): Promise<KeptHead[]> {
  try {
    return kept(JSON.parse(await readFile(file, 'utf8')), file);
  } catch (error) {
    throw new Failure(`Expected a list of anchors in ${file}: ${systemReason(error)}.`);
  }
}

/** Anchors that are signed; one that is not proves nothing. */
function kept(list: unknown, keptBy: string): KeptHead[] {
  return z
    .array(anchorSchema)
    .parse(list)
    .map((anchor) => {
      if (!isSigned(anchor))
        throw new Failure(`${keptBy} keeps an anchor of entry ${anchor.sequence} that is not signed.`);
      return { sequence: anchor.sequence, hash: anchor.hash, keptBy };
    });
}

async function ask({ code, url, token }: Door, path: string, method = 'GET'): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, url), { method, headers: { authorization: `Bearer ${token}` } });
  } catch (error) {
    throw new Failure(
      `Cannot reach ${code} at ${url} (${systemReason((error as Error).cause ?? error)}). Is it running (pnpm start)?`,
    );
  }
  if (response.ok) return response;
  throw new Failure(
    `${code} at ${url} answered ${response.status} to ${path}: ${(await response.text()).slice(0, 300)}`,
  );
}

async function auditTokenIn(file: string, organisation: string): Promise<string> {
  const token = operatorTokenFor(await tokensIn(file, organisation), 'audit');
  if (token !== undefined) return token;
  throw new Failure(`Expected an operator's token of ${organisation} with the scope audit in ${file}.`);
}
