import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { auditLog, registry } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { z } from 'zod';
import type { Surroundings } from './command.js';
import { DataFolder } from './data-folder.js';
import { systemReason, UsageError } from './failure.js';
import { reachOfFolder } from './home.js';
import { variableName } from './organisations.js';
import { localUrl, portsOfRunning } from './ports.js';

/** The options for reaching organisations. */
export const reachOptions = {
  url: { type: 'string' },
  'token-file': { type: 'string' },
  organisations: { type: 'string' },
  'ca-file': { type: 'string' },
  'certificate-file': { type: 'string' },
  'certificate-key-file': { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
} as const;

export type ReachValues = { readonly [Name in keyof typeof reachOptions]?: string | undefined };

/** Certificates, in PEM, in the form that `node:https` uses. */
export interface ClientTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The address of an organisation's subgraph, with tokens and certificates. */
export interface Reach {
  readonly url: string;
  /** Files of operators' tokens. */
  readonly tokenFiles: readonly string[];
  readonly tls: ClientTls;
}

const fileName = z.string().min(1, 'expected the name of a file');
const entrySchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).optional(),
  operatorTokenFile: fileName.optional(),
  caFile: fileName.optional(),
  certificateFile: fileName.optional(),
  certificateKeyFile: fileName.optional(),
});
type Entry = z.infer<typeof entrySchema>;

/**
 * Finds the endpoint and token of an organisation's subgraph. The command line comes first, then the file of
 * organisations (`--organisations`, ORGANISATIONS_FILE), then the environment (`SUBGRAPH_URL_WOMENS_UNION`,
 * `OPERATOR_TOKEN_FILE_WOMENS_UNION`, `SUBGRAPH_CA_FILE`, …; for the audit log also AUDIT_URL and AUDIT_TOKEN_FILE, and
 * for the registry REGISTRY_URL), then the hub on this machine.
 * @param own whether `--url` and `--token-file` apply to this organisation.
 * @throws UsageError naming all faults.
 */
export function reachOf(code: string, values: ReachValues, surroundings: Surroundings, own = true): Reach {
  const { environment, folder } = surroundings;
  const { file, path } = entryOf(code, values, surroundings);
  const variable = (name: string) => environment[`${name}_${variableName(code)}`] || undefined;
  const ofAudit = (name: string) => (code === auditLog.code ? environment[name] || undefined : undefined);
  const service = { [auditLog.code]: 'AUDIT_URL', [registry.code]: 'REGISTRY_URL' }[code];
  const serviceUrl = service === undefined ? undefined : environment[service] || undefined;
  const here = (name: string | undefined, from = folder) => name && resolve(from, name);
  const beside = (name: string | undefined) => here(name, path === undefined ? folder : dirname(path));

  const given = own ? values : {};
  const ofFolder = reachOfFolder(code, values.port);
  const urlOption = asUrl('--url', given.url);
  const url =
    urlOption ??
    file.url ??
    asUrl(`SUBGRAPH_URL_${variableName(code)}`, variable('SUBGRAPH_URL')) ??
    asUrl(service ?? '', serviceUrl === 'off' ? undefined : serviceUrl) ??
    ofFolder?.url ??
    localUrl(portsOfRunning(values, surroundings), code);
  const tokenFiles =
    listed(here, given['token-file']) ??
    listed(beside, file.operatorTokenFile) ??
    listed(here, variable('OPERATOR_TOKEN_FILE')) ??
    listed(here, ofAudit('AUDIT_TOKEN_FILE')) ??
    ofFolder?.tokenFiles ??
    DataFolder.from(values.data, surroundings).tokenFilesOf(code);
  const tlsFile = (
    option: 'ca' | 'certificate' | 'certificate-key',
    key: 'caFile' | 'certificateFile' | 'certificateKeyFile',
  ) => {
    const name = `SUBGRAPH_${option.toUpperCase().replaceAll('-', '_')}_FILE`;
    return pemIn(
      [`--${option}-file`, here(values[`${option}-file`])] as const,
      [key, beside(file[key])] as const,
      [`${name}_${variableName(code)}`, here(variable(name))] as const,
      [name, here(environment[name] || undefined)] as const,
    );
  };
  const [ca, cert, key] = [
    tlsFile('ca', 'caFile'),
    tlsFile('certificate', 'certificateFile'),
    tlsFile('certificate-key', 'certificateKeyFile'),
  ];
  const tls: ClientTls = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  refuseUnusable(code, tls);
  return { url, tokenFiles, tls };
}

function listed(path: (name: string | undefined) => string | undefined, names: string | undefined) {
  const files = names?.split(',').flatMap((name) => path(name.trim()) ?? []);
  return files && files.length > 0 ? files : undefined;
}

function asUrl(source: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new UsageError(
    `${source}: expected an http or https URL, as https://women.example:4002, got ${JSON.stringify(text)}.`,
  );
}

/** The text of the first named file. */
function pemIn(...named: readonly (readonly [source: string, file: string | undefined])[]): string | undefined {
  for (const [source, file] of named) {
    if (file === undefined) continue;
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new UsageError(`${source}: expected a readable file, got ${file} (${systemReason(error)}).`);
    }
  }
  return undefined;
}

function refuseUnusable(code: string, tls: ClientTls): void {
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw new UsageError(`${code}: expected a certificate file and its key file, got one of them.`);
  }
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new UsageError(
      `${code}: expected certificates and a key that belong together, in PEM: ${(error as Error).message}.`,
    );
  }
}

/** The entry of an organisation in the file of organisations; empty if there is no file. */
function entryOf(
  code: string,
  { organisations }: ReachValues,
  { environment, folder }: Surroundings,
): { readonly file: Entry; readonly path?: string } {
  const name = organisations ?? (environment['ORGANISATIONS_FILE'] || undefined);
  if (name === undefined) return { file: {} };
  const path = resolve(folder, name);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`Expected a JSON file of organisations in ${path}: ${systemReason(error)}.`);
  }
  const known = subgraphs.map((one) => one.code);
  const unknown = Object.keys(Object(read) as object).find((one) => !known.includes(one));
  if (unknown !== undefined) {
    throw new UsageError(`${path}: expected entries of ${known.join(', ')}, got ${JSON.stringify(unknown)}.`);
  }
  const { data, error } = z.partialRecord(z.enum(known as [string]), entrySchema).safeParse(read);
  if (!data) throw new UsageError(`${path}: ${z.prettifyError(error)}`);
  return { file: data[code] ?? {}, path };
}
