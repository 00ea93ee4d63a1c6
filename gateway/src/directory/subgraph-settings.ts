import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { StartError } from '../errors/start-error.js';
import { defaultBreaker, noBreaker } from '../subgraph/circuit-breaker.js';
import type { Tls } from '../connection/pools.js';
import type { SubgraphSettings } from '../subgraph/subgraph-client.js';

/** Settings by the subgraph's name as `variableName` writes it; the empty name has the settings for all. */
export type SettingsByName = ReadonlyMap<string, Partial<SubgraphSettings>>;

const wholeNumber = (minimum: number, maximum: number) => {
  const message = `expected a whole number from ${minimum} to ${maximum}`;
  return z.coerce.number(message).int(message).min(minimum, message).max(maximum, message);
};
const onOrOff = z.enum(['on', 'off'], 'expected on or off').transform((value) => value === 'on');
const file = z.string('expected the name of a file').transform((path, issues) => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    issues.addIssue({ code: 'custom', message: `expected a readable file (${(error as Error).message})` });
    return z.NEVER;
  }
});

/** The settings of subgraphs: `SUBGRAPH_RETRIES` applies to all, `SUBGRAPH_RETRIES_WOMENS_UNION` to one. */
const variables = {
  TIMEOUT_MS: wholeNumber(1, 300_000),
  CONNECTIONS: wholeNumber(1, 10_000),
  CONCURRENCY: wholeNumber(1, 100_000),
  QUEUE: wholeNumber(0, 1_000_000),
  RETRIES: wholeNumber(0, 10),
  ENTITIES_PER_FETCH: wholeNumber(1, 1_000_000),
  MAX_REQUEST_BYTES: wholeNumber(1, 256 * 1024 * 1024),
  MAX_RESPONSE_BYTES: wholeNumber(1, 256 * 1024 * 1024),
  COMPRESSION: z.enum(['auto', 'on', 'off'], 'expected auto, on or off'),
  COMPRESS_FROM_BYTES: wholeNumber(0, 1024 * 1024 * 1024),
  HTTP2: onOrOff,
  BREAKER: onOrOff,
  CA_FILE: file,
  CERTIFICATE_FILE: file,
  CERTIFICATE_KEY_FILE: file,
};

type Variable = keyof typeof variables;
type Values = { [V in Variable]?: z.output<(typeof variables)[V]> };

/** A subgraph's name in environment variables: in upper case, with `_` for all characters but letters and digits. */
export function variableName(subgraph: string): string {
  return subgraph.toUpperCase().replaceAll(/[^A-Z\d]/g, '_');
}

/**
 * Reads the settings of subgraphs from the environment; an empty variable is ignored.
 * @throws StartError naming every wrong variable.
 */
export function readSubgraphSettings(environment: NodeJS.ProcessEnv): SettingsByName {
  const byName = new Map<string, Values>();
  const problems: string[] = [];
  for (const [name, text] of Object.entries(environment)) {
    const [, variable, subgraph = ''] = pattern.exec(name) ?? [];
    if (variable === undefined || !text) continue;
    const { data, error } = variables[variable as Variable].safeParse(text);
    if (error) problems.push(`${name}: ${error.issues[0]?.message}, got ${JSON.stringify(text)}`);
    byName.set(subgraph, { ...byName.get(subgraph), [variable]: data });
  }
  const all = byName.get('');
  const settings = new Map<string, Partial<SubgraphSettings>>();
  for (const [subgraph, values] of byName) {
    const tls = readTls({ ...all, ...values });
    const problem = tls && tlsProblem(tls);
    if (problem) problems.push(`SUBGRAPH_…_FILE${subgraph && `_${subgraph}`}: ${problem}`);
    settings.set(subgraph, toSettings(values, tls));
  }
  if (problems.length > 0) throw new StartError(problems.join('; '));
  return settings;
}

/** The settings by their names in a file: `timeoutMs` for `TIMEOUT_MS`. */
const fileNames = new Map(
  (Object.keys(variables) as Variable[]).map((variable) => {
    const name = variable.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [name, variable] as const;
  }),
);

/** The names of a subgraph's settings in a file. */
export const settingNames: readonly string[] = [...fileNames.keys()];

/**
 * Reads the settings of one subgraph in a file, by `settingNames`; `true` and `false` mean `on` and `off`.
 * @param tls the environment's certificates, which a file may replace in part.
 * @returns the settings, and every fault.
 */
export function readSettingsOfFile(
  entry: Readonly<Record<string, unknown>>,
  tls: Tls | undefined,
): { readonly settings: Partial<SubgraphSettings>; readonly problems: readonly string[] } {
  const values: Values = {};
  const problems: string[] = [];
  for (const [name, variable] of fileNames) {
    if (!(name in entry)) continue;
    const { data, error } = variables[variable].safeParse(asText(entry[name]));
    if (error) problems.push(`${name}: ${error.issues[0]?.message}, got ${JSON.stringify(entry[name])}`);
    Object.assign(values, { [variable]: data });
  }
  const own = readTls(values);
  const all = own && { ...tls, ...own };
  const problem = all && problems.length === 0 ? tlsProblem(all) : undefined;
  if (problem) problems.push(`caFile, certificateFile, certificateKeyFile: ${problem}`);
  return { settings: toSettings(values, all), problems };
}

/** Converts a value of a file to the text of a variable; undefined if it has none. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}

const pattern = new RegExp(`^SUBGRAPH_(${Object.keys(variables).join('|')})(?:_([A-Z\\d_]+))?$`);

function toSettings(values: Values, tls: Tls | undefined): Partial<SubgraphSettings> {
  const given: Partial<Record<keyof SubgraphSettings, unknown>> = {
    timeoutMs: values.TIMEOUT_MS,
    connections: values.CONNECTIONS,
    concurrency: values.CONCURRENCY,
    queue: values.QUEUE,
    retries: values.RETRIES,
    entitiesPerFetch: values.ENTITIES_PER_FETCH,
    maxRequestBytes: values.MAX_REQUEST_BYTES,
    maxResponseBytes: values.MAX_RESPONSE_BYTES,
    compression: values.COMPRESSION,
    compressFromBytes: values.COMPRESS_FROM_BYTES,
    http2: values.HTTP2,
    breaker: values.BREAKER === undefined ? undefined : values.BREAKER ? defaultBreaker : noBreaker,
    tls,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function readTls({ CA_FILE: ca, CERTIFICATE_FILE: cert, CERTIFICATE_KEY_FILE: key }: Values): Tls | undefined {
  if (ca === undefined && cert === undefined && key === undefined) return undefined;
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
}

function tlsProblem(tls: Tls): string | undefined {
  if ((tls.cert === undefined) !== (tls.key === undefined))
    return 'expected a certificate and its key, got one of them';
  try {
    createSecureContext(tls);
    return undefined;
  } catch (error) {
    return `expected certificates and a key that belong together, in PEM (${(error as Error).message})`;
  }
}
