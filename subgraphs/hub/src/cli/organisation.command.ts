import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { type Examined, examinedSchema, movement, organisationSaid, readAgreements, registry } from '@hub/protocol';
import { z } from 'zod';
import { tableOf } from './agreements.command.js';
import { type Command, parseCommand } from './command.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { UsageError } from './failure.js';
import { headlinesTable } from './headlines-table.js';
import type { OperatorEndpoint } from './operator-endpoint.js';
import { saidOf, statementOf, statementOptions, statementWords } from './statements.js';
import { type Column, textTable } from './text-table.js';

/** The options of `hub organisation`. */
export const organisationOptions = { by: { type: 'string' }, ...statementOptions, ...endpointOptions } as const;

const listed = z.object({
  organisations: z.array(
    z.object({
      code: z.string(),
      state: z.string(),
      agreementsVersion: z.int().nullable(),
      schemaVersion: z.int().nullable(),
      last: z.object({ what: z.string(), by: z.string(), at: z.string(), reason: z.string().nullable() }),
    }),
  ),
});
type Listed = z.infer<typeof listed>['organisations'][number];
const versions = z.object({
  versions: z.array(
    z.object({
      kind: z.string(),
      version: z.int(),
      publishedAt: z.string(),
      publishedBy: z.string(),
      examined: z.object({ passed: z.int() }).nullish(),
      inForce: z.boolean().nullable(),
    }),
  ),
});
const rolledBack = z.object({ state: z.string(), reason: z.string().nullable() });
const stated = z.object({
  consents: z.array(
    z.object({
      ...{ from: z.string(), to: z.string(), coordinate: z.string(), reason: z.string(), givenBy: z.string() },
      ...{ givenAt: z.string(), until: z.string().nullable(), endedAt: z.string().nullable() },
    }),
  ),
  tokens: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), scopes: z.array(z.string()), until: z.string(), createdBy: z.string() },
      revokedAt: z.string().nullable(),
    }),
  ),
});
const invited = z.object({ secret: z.string() });
const stepped = z.object({ told: z.string().nullish() });
const shown = z.object({
  state: z.string(),
  said: organisationSaid,
  keyIds: z.array(z.string()),
  agreements: z.string().nullable(),
  schema: z.string().nullable(),
  examined: examinedSchema.nullish(),
  placeholders: z.array(z.string()).default([]),
});

const path = '/operator/registry/organisations';

/** The state that each action leads to, and its message. */
const states: Readonly<Record<string, readonly [state: string, said: string]>> = {
  accept: ['LIVE', 'is live: gateways and movement follow within seconds'],
  suspend: ['SUSPENDED', 'is suspended: its records are taken out, its released figures stay'],
  resume: ['LIVE', 'is live again'],
  leave: ['LEFT', 'has left: what it signed stays'],
};

/**
 * `hub organisation list|show|invite|accept|suspend|resume|leave|versions|rollback|statements|consent|token|…`:
 * manages the organisations that publish at the registry, for the hub's operators.
 */
export const organisation: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: organisationOptions,
  });
  const [action = '', code, kind, version, ...more] = positionals;
  const by = values.by ?? userInfo().username;
  const { reason } = values;
  const counts: Readonly<Record<string, number>> = { list: 1, rollback: 4, override: 4 };
  const known = ['list', 'show', 'invite', 'versions', 'rollback', 'override', 'statements', ...Object.keys(states)];
  if (action in statementWords) {
    const made = statementOf(action, positionals.slice(2), values);
    const endpoint = await endpointOf(registry.code, values, surroundings);
    await endpoint.askRegistry(`${path}/${code ?? ''}/statements`, { by, statement: made.statement });
    console.log(saidOf(made, code ?? ''));
    return 0;
  }
  if (!known.includes(action) || more.length > 0 || positionals.length !== (counts[action] ?? 2)) {
    throw new UsageError(
      `Expected ${known.join(', ')} and its organisation, got ${positionals.join(' ') || 'nothing'}.`,
    );
  }
  const endpoint = await endpointOf(registry.code, values, surroundings);
  if (action === 'list') return list(endpoint);
  if (action === 'show') {
    const agreements = await show(endpoint, code ?? '');
    // A named address is the registry's.
    await showHeadlines(code ?? '', agreements, () => endpointOf(movement.code, values, surroundings, false));
    return 0;
  }
  if (action === 'versions') return listVersions(endpoint, code ?? '');
  if (action === 'statements') return listStatements(endpoint, code ?? '');
  if (action === 'invite') {
    const { secret } = invited.parse(await endpoint.askRegistry(path, { code, by }));
    console.log(secret);
    console.error(
      `With it ${code ?? ''} joins once, within 14 days: hub join FOLDER --hub ADDRESS --secret FILE. It is shown this once.`,
    );
    return 0;
  }
  if (action === 'rollback') {
    const asked = { kind: kind?.toUpperCase(), version: Number(version), by };
    const became = rolledBack.parse(await endpoint.askRegistry(`${path}/${code ?? ''}/rollbacks`, asked));
    const what = `Version ${version ?? ''} of ${code ?? ''}'s ${kind ?? ''}`;
    console.log(became.state === 'WAITING' ? `${what} waits: ${became.reason ?? ''}.` : `${what} is in force again.`);
    return 0;
  }
  if (action === 'override') {
    if (reason === undefined) throw new UsageError('Expected --reason TEXT, for the record.');
    const content = readFileSync(resolve(surroundings.folder, version ?? ''), 'utf8');
    await endpoint.askRegistry(`${path}/${code ?? ''}/documents`, {
      kind: kind?.toUpperCase(),
      content,
      by,
      override: reason,
    });
    console.log(`${code ?? ''}'s ${kind ?? ''} is published, though a check may refuse it.`);
    return 0;
  }
  const [state = '', said = ''] = states[action] ?? [];
  const step = { state, by, ...(reason !== undefined && { reason }) };
  const { told } = stepped.parse(await endpoint.askRegistry(`${path}/${code ?? ''}/states`, step));
  console.log(`${code ?? ''} ${said}.${told ? ` Mind: ${told}.` : ''}`);
  return 0;
};

async function list(endpoint: OperatorEndpoint): Promise<number> {
  const { organisations } = listed.parse(await endpoint.askRegistry(path));
  if (organisations.length === 0) console.log('No organisation publishes at the registry.');
  else {
    const columns: readonly Column<Listed>[] = [
      { title: 'Code', width: 30, text: ({ code }) => code },
      { title: 'State', width: 10, text: ({ state }) => state },
      { title: 'Schema', width: 6, text: ({ schemaVersion }) => String(schemaVersion ?? '–') },
      { title: 'Agreements', width: 10, text: ({ agreementsVersion }) => String(agreementsVersion ?? '–') },
      {
        ...{ title: 'Last', width: 50 },
        text: ({ last: { what, at, by, reason } }) =>
          `${what} on ${at.slice(0, 10)} by ${by}${reason === null ? '' : `: ${reason}`}`,
      },
    ];
    for (const line of textTable(columns, organisations)) console.log(line);
  }
  return 0;
}

/** Prints an organisation's details, its agreements and its schema. @returns the text of its agreements, if it has any. */
async function show(registryEndpoint: OperatorEndpoint, code: string): Promise<string | null> {
  const { state, said, keyIds, agreements, schema, examined, placeholders } = shown.parse(
    await registryEndpoint.askRegistry(`${path}/${code}`),
  );
  const { nameEn, nameVi, contact, endpoint, signsAnswers, dataKind, linkedBy } = said;
  console.log(`${code} (${state}): ${nameEn}, ${nameVi}. Ask ${contact}.`);
  const answers = endpoint === null ? '' : ` It answers at ${endpoint}, ${signsAnswers ? 'signed' : 'unsigned'}.`;
  console.log(`It is linked by ${linkedBy}; its data are ${dataKind}. Its keys: ${keyIds.join(', ')}.${answers}`);
  if (linkedBy === 'records') console.log(examinationOf(examined));
  for (const one of placeholders) console.log(`Placeholder: ${one}.`);
  if (agreements === null) console.log('It shares nothing: it has no agreements.');
  else {
    const read = readAgreements(agreements, 'agreements.yaml');
    const rows = (read.agreements?.agreements ?? []).map((one) => ({ ...one, organisation: code }));
    console.log(read.problems ? read.problems.join('\n') : tableOf(rows));
  }
  if (schema !== null) console.log(schema);
  return agreements;
}

/** Prints each audience's headlines, now and once the organisation is accepted; or why they are unknown. */
async function showHeadlines(
  code: string,
  agreements: string | null,
  movementsEndpoint: () => Promise<OperatorEndpoint>,
): Promise<void> {
  try {
    const register = await movementsEndpoint();
    for (const line of headlinesTable(await register.headlines(code, agreements))) console.log(line);
  } catch (error) {
    console.log(`The headlines are not known: ${(error as Error).message}`);
  }
}

/** The result of an endpoint's examination against the protocol, in words. */
function examinationOf(examined: Examined | null | undefined): string {
  if (!examined) return 'Its endpoint was not held against the protocol: hub publish does it.';
  const { at, passed, leftOut, failed } = examined;
  if (failed.length > 0) return `It does not speak the protocol; these checks failed: ${failed.join('; ')}.`;
  return `It speaks the protocol: ${passed} checks passed on ${at.slice(0, 10)}, ${leftOut} do not apply.`;
}

/** Prints an organisation's consents to take over fields, given and received, and its programs' tokens. */
async function listStatements(endpoint: OperatorEndpoint, code: string): Promise<number> {
  const { consents, tokens } = stated.parse(await endpoint.askRegistry(`${path}/${code}/statements`));
  for (const { from, to, coordinate, reason, givenBy, givenAt, until, endedAt } of consents) {
    const end =
      endedAt === null ? (until === null ? '' : ` until ${until.slice(0, 10)}`) : ` (ended ${endedAt.slice(0, 10)})`;
    console.log(
      `${to} may take ${coordinate} over from ${from}${end}: ${reason} (${givenBy}, ${givenAt.slice(0, 10)})`,
    );
  }
  for (const { id, name, scopes, until, createdBy, revokedAt } of tokens) {
    const end = revokedAt === null ? `until ${until}` : `revoked ${revokedAt.slice(0, 10)}`;
    console.log(`token ${id}  ${name}  ${scopes.join()}  ${end}  by ${createdBy}`);
  }
  return 0;
}

async function listVersions(endpoint: OperatorEndpoint, code: string): Promise<number> {
  const { versions: found } = versions.parse(await endpoint.askRegistry(`${path}/${code}/versions`));
  for (const { kind, version, publishedAt, publishedBy, examined, inForce } of found) {
    const checks = examined ? `  ${examined.passed} checks of the protocol passed` : '';
    console.log(
      `${kind.toLowerCase()} ${version}  ${publishedAt.slice(0, 19)}  by ${publishedBy}${checks}${inForce ? '  in force' : ''}`,
    );
  }
  return 0;
}
