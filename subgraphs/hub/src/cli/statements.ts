import { createHash, randomBytes } from 'node:crypto';
import { ciScopes, ciTokenOf, dayInProvince, type OrganisationStatement, organisationStatement } from '@hub/protocol';
import { UsageError } from './failure.js';

/** The options of an organisation's statements. */
export const statementOptions = {
  reason: { type: 'string' },
  until: { type: 'string' },
  name: { type: 'string' },
  scope: { type: 'string' },
} as const;

/** The options of a statement on the command line. */
export interface StatementValues {
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
  readonly name?: string | undefined;
  readonly scope?: string | undefined;
}

/** The statements by the commands' words, with the arguments of each. */
export const statementWords: Readonly<Record<string, string>> = {
  consent: 'TO TYPE.FIELD --reason TEXT [--until DAY]',
  'end-consent': 'TO TYPE.FIELD',
  token: '[--scope check,publish] [--name TEXT] [--until DAY]',
  'end-token': 'ID',
  'end-key': 'KEY-ID --until MOMENT',
};

/** A statement, and for a token its text, which is shown once. */
export interface MadeStatement {
  readonly statement: OrganisationStatement;
  readonly token?: string;
}

/** Default lifetime of a token, in days. */
const tokenDays = 90;

/** Makes a statement from a command's words. @throws UsageError with the expected form. */
export function statementOf(word: string, args: readonly string[], values: StatementValues): MadeStatement {
  const until = values.until === undefined ? null : momentOf(values.until);
  const [first = '', second = ''] = args;
  switch (word) {
    case 'consent':
      return made({ kind: 'CONSENT', to: first, coordinate: second, reason: values.reason ?? '', until });
    case 'end-consent':
      return made({ kind: 'CONSENT_END', to: first, coordinate: second });
    case 'token': {
      const token = ciTokenOf(randomBytes(32));
      const day = values.until ?? dayInProvince(new Date(Date.now() + tokenDays * 86_400_000));
      const hash = createHash('sha256').update(token).digest('hex');
      const scopes = values.scope?.split(',') ?? [...ciScopes];
      return { ...made({ kind: 'TOKEN', hash, name: values.name ?? 'CI', scopes, until: day }), token };
    }
    case 'end-token':
      return made({ kind: 'TOKEN_END', id: first });
    case 'end-key':
      return made({ kind: 'KEY_END', keyId: first, until: until ?? new Date().toISOString() });
    default:
      throw new UsageError(`Expected one of ${Object.keys(statementWords).join(', ')}, got ${word || 'nothing'}.`);
  }
}

/** Confirmation of an accepted statement. */
export function saidOf({ statement, token }: MadeStatement, organisation: string): string {
  if (token !== undefined) return token;
  switch (statement.kind) {
    case 'CONSENT':
      return `${statement.to} may take ${statement.coordinate} over from ${organisation}.`;
    case 'CONSENT_END':
      return `${statement.to} may take ${statement.coordinate} over no more; what it published stays.`;
    case 'KEY':
    case 'KEY_END':
      return `The keys of ${organisation} are changed: the hub follows within seconds.`;
    default:
      return `The token of ${organisation} opens nothing any more.`;
  }
}

function made(given: object): MadeStatement {
  const { data, error } = organisationStatement.safeParse(given);
  if (data) return { statement: data };
  throw new UsageError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

/** A moment, or the end of a day, in UTC. */
function momentOf(text: string): string {
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text);
  if (Number.isNaN(at.getTime())) throw new UsageError(`--until: expected a day or a moment, got ${text}.`);
  return at.toISOString();
}
