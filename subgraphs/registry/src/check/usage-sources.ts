import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operatorTokenFor } from '@hub/protocol';
import { isBareAddress, StartFailure } from '@hub/runtime';
import { z } from 'zod';
import type { UsedDocument, UsedOperation } from './usage.js';

/** The registry's sources about the graph's users, in addition to the shipped documents. */
export interface UsageSources {
  /** The folder of the manifests of apps' registered documents, as the gateway has it. */
  readonly documentsFolder?: string | undefined;
  /** The audit log's address, and the file of a token with the scope `audit`. */
  readonly auditUrl?: string | undefined;
  readonly auditTokenFile?: string | undefined;
}

/**
 * Reads `AUDIT_URL`, `AUDIT_TOKEN_FILE` and `TRUSTED_DOCUMENTS`.
 * @throws StartFailure if the address has a path.
 */
export function usageSources(variables: NodeJS.ProcessEnv): UsageSources {
  const { TRUSTED_DOCUMENTS: folder, AUDIT_URL: url, AUDIT_TOKEN_FILE: file } = variables;
  if (url && url !== 'off' && !isBareAddress(url))
    throw new StartFailure(
      `AUDIT_URL: expected the address of the audit log alone, such as https://host:4000, got ${url}`,
    );
  const isOn = (value: string | undefined) => (value === 'off' ? undefined : value || undefined);
  return { documentsFolder: isOn(folder), auditUrl: isOn(url), auditTokenFile: file || undefined };
}

/** A source's content, or why there is none. */
export type Told<T> = { readonly found: readonly T[]; readonly problem?: string };

const apollo = z.object({
  operations: z.array(z.object({ id: z.string(), name: z.string().optional(), body: z.string() })),
});
const plain = z.record(z.string(), z.string());

/** The documents that apps have registered, from every readable manifest. */
export async function registeredDocuments({ documentsFolder: folder }: UsageSources): Promise<Told<UsedDocument>> {
  if (folder === undefined)
    return { found: [], problem: 'documents that apps registered: the registry has no TRUSTED_DOCUMENTS' };
  const found: UsedDocument[] = [];
  const problems: string[] = [];
  const files = await readdir(folder).catch((error: unknown): string[] => {
    problems.push((error as Error).message);
    return [];
  });
  for (const file of files.filter((name) => name.endsWith('.json')).sort()) {
    const app = file.slice(0, -'.json'.length);
    try {
      const json: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
      const manifest = apollo.safeParse(json);
      const documents = manifest.success
        ? manifest.data.operations
        : Object.entries(plain.parse(json)).map(([id, body]) => ({ id, body, name: undefined }));
      for (const { id, name, body } of documents) {
        const [, ofText] = /\b(?:query|mutation|subscription)\s+(\w+)/.exec(body) ?? [];
        found.push({ kind: 'DOCUMENT', name: `${app} ${name ?? ofText ?? id}`, text: body });
      }
    } catch (error) {
      problems.push(`${file}: ${(error as Error).message}`);
    }
  }
  return problems.length === 0
    ? { found }
    : { found, problem: `documents that apps registered: ${problems.join('; ')}` };
}

const uses = z.object({
  operations: z.array(
    z.object({
      client: z.string(),
      software: z
        .string()
        .nullish()
        .transform((name) => name ?? undefined),
      operation: z
        .string()
        .nullish()
        .transform((name) => name ?? undefined),
      fields: z.array(z.string()),
      count: z.number(),
      lastAt: z.string(),
    }),
  ),
});

/** How long the audit log may take. */
const mostMilliseconds = 20_000;

const days = z.object({
  days: z.array(
    z.object({
      day: z.iso.date(),
      operations: z.number(),
      failed: z.number(),
      objects: z.number(),
      codes: z.array(z.string()),
    }),
  ),
});

/** An app's operations of one day. */
export type UsedDay = z.infer<typeof days>['days'][number];

/** The operations of the last thirty days, by client, from the audit log. */
export function recentOperations(sources: UsageSources): Promise<Told<UsedOperation>> {
  return askLog(sources, '/operator/audit/uses', (answer) => uses.parse(answer).operations);
}

/** The last thirty days of an app, the newest first, from the audit log: days without an operation are left out. */
export function recentDays(sources: UsageSources, app: string): Promise<Told<UsedDay>> {
  return askLog(
    sources,
    `/operator/audit/app-days?${new URLSearchParams({ app }).toString()}`,
    (answer) => days.parse(answer).days,
  );
}

/** How long an answer serves: each takes the log a look through its newest entries, and an app may ask often. */
const keptMilliseconds = 10_000;

/** The answers under way and the kept ones, by address and path. */
const kept = new Map<string, { readonly askedAt: number; readonly answer: Promise<Told<unknown>> }>();

function askLog<T>(sources: UsageSources, path: string, read: (answer: unknown) => readonly T[]): Promise<Told<T>> {
  const now = performance.now();
  for (const [key, { askedAt }] of kept) if (now - askedAt > keptMilliseconds) kept.delete(key);
  const key = JSON.stringify([sources.auditUrl, sources.auditTokenFile, path]);
  const one = kept.get(key) ?? { askedAt: now, answer: askLogNow(sources, path, read) };
  kept.set(key, one);
  return one.answer as Promise<Told<T>>;
}

async function askLogNow<T>(
  { auditUrl, auditTokenFile }: UsageSources,
  path: string,
  read: (answer: unknown) => readonly T[],
): Promise<Told<T>> {
  const none = (reason: string) => ({ found: [], problem: `operations of late: ${reason}` });
  if (auditUrl === undefined || auditTokenFile === undefined)
    return none('the registry has no AUDIT_URL and AUDIT_TOKEN_FILE');
  try {
    const token = operatorTokenFor(await readFile(auditTokenFile, 'utf8'), 'audit');
    if (token === undefined) return none('AUDIT_TOKEN_FILE has no token with the scope audit');
    const response = await fetch(new URL(path, auditUrl), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(mostMilliseconds),
    });
    if (!response.ok) return none(`the audit log answered ${response.status}`);
    return { found: read(await response.json()) };
  } catch (error) {
    return none(`the audit log cannot be asked (${(error as Error).message})`);
  }
}
