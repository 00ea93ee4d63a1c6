import { userInfo } from 'node:os';
import { registry } from '@hub/protocol';
import { type Command, parseCommand } from './command.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { UsageError } from './failure.js';
import type { ListedKey } from './listed-key.js';
import type { OperatorEndpoint } from './operator-endpoint.js';
import { type Column, textTable } from './text-table.js';

const creating = {
  role: { type: 'string' },
  organisation: { type: 'string' },
  purpose: { type: 'string' },
  scopes: { type: 'string' },
  tables: { type: 'string' },
  addresses: { type: 'string' },
  rate: { type: 'string' },
  burst: { type: 'string' },
  until: { type: 'string' },
  for: { type: 'string' },
} as const;

/** The options of `hub key`. */
export const keyOptions = {
  ...creating,
  by: { type: 'string' },
  all: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  ...endpointOptions,
} as const;

type Values = ReturnType<typeof read>['values'];

const read = (args: readonly string[]) =>
  parseCommand({ args: [...args], allowPositionals: true, options: keyOptions });

/** `hub key create|list|revoke`: creates, lists and revokes the keys with which programs call the hub. */
export const key: Command = async (args, surroundings) => {
  const { values, positionals } = read(args);
  const [action, id, ...more] = positionals;
  const by = values.by ?? userInfo().username;
  const isAsExpected =
    more.length === 0 && (action === 'revoke' ? id !== undefined : ['create', 'list'].includes(action ?? '') && !id);
  if (!isAsExpected)
    throw new UsageError(`Expected create, list or revoke ID, got ${positionals.join(' ') || 'nothing'}.`);
  const asked = action === 'create' ? wanted(values, by) : undefined;
  const endpoint = await endpointOf(registry.code, values, surroundings);
  if (asked) return create(endpoint, asked, values.json);
  if (action === 'list') return list(endpoint, values);
  const { name } = await endpoint.revokeKey({ id: id ?? '', by });
  console.log(`The key ${id ?? ''} (${name}) is revoked: within a second no gateway takes it any more.`);
  return 0;
};

async function create(endpoint: OperatorEndpoint, asked: object, json: boolean): Promise<number> {
  const created = await endpoint.createKey(asked);
  const { id, name, until } = created.key;
  console.log(json ? JSON.stringify(created) : created.secret);
  console.error(
    `The key ${id} (${name}) is good until ${until}. It is shown this once: hand it over now, as a password.`,
  );
  return 0;
}

async function list(endpoint: OperatorEndpoint, { all, json }: Values): Promise<number> {
  const keys = await endpoint.keys(all);
  if (json) console.log(JSON.stringify(keys));
  else console.log(keys.length === 0 ? 'There are no keys.' : textTable(columns, keys).join('\n'));
  return 0;
}

const columns: readonly Column<ListedKey>[] = [
  { title: 'ID', width: 12, text: ({ id }) => id },
  { title: 'FOR', width: 30, text: ({ name }) => name },
  { title: 'ROLE', width: 16, text: ({ role, organisation }) => [role, organisation ?? ''].join(' ').trim() },
  { title: 'PURPOSE', width: 12, text: ({ purpose }) => purpose },
  { title: 'TABLES', width: 20, text: ({ tables }) => tables?.join(', ') ?? 'all' },
  { title: 'FROM', width: 18, text: ({ addresses }) => addresses?.join(', ') ?? 'anywhere' },
  {
    title: 'UNTIL',
    width: 18,
    text: ({ until, revokedAt }) => (revokedAt == null ? until : `revoked ${revokedAt.slice(0, 10)}`),
  },
  { title: 'CREATED', width: 22, text: ({ createdAt, createdBy }) => `${createdAt.slice(0, 10)} by ${createdBy}` },
];

/** The request for a key; the registry checks the values. @throws UsageError if a value is missing. */
function wanted(values: Values, by: string): object {
  const { for: name, role, purpose, until, organisation, rate, burst } = values;
  const missing = Object.entries({ for: name, role, purpose }).filter(([, value]) => !value);
  if (missing.length > 0) {
    throw new UsageError(`Expected ${missing.map(([option]) => `--${option}`).join(', ')} to create a key.`);
  }
  if ((rate === undefined) !== (burst === undefined))
    throw new UsageError('Expected both --rate and --burst, or none.');
  const listed = (text: string | undefined) => text?.split(',').map((one) => one.trim());
  return {
    ...{ name, role, organisation, purpose, until, by },
    scopes: listed(values.scopes),
    tables: listed(values.tables),
    addresses: listed(values.addresses),
    ...(rate !== undefined && {
      rate: { perSecond: numberIn('--rate', rate), burst: numberIn('--burst', burst ?? '') },
    }),
  };
}

function numberIn(option: string, text: string): number {
  if (text.trim() !== '' && Number(text) > 0) return Number(text);
  throw new UsageError(`${option}: expected a number above 0, got ${JSON.stringify(text)}.`);
}
