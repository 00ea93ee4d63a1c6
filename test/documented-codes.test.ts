import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CloseCode } from 'graphql-ws';
import { codesOfSubgraphs, namesInGateway } from './support/error-codes.js';

const fileOf = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Row {
  readonly codes: readonly string[];
  readonly meaning: string;
  readonly advice: string;
}

/** The rows of the tables of docs/apps.md whose first column's name begins so. */
function rowsOf(column: string): Row[] {
  const tables = fileOf('docs/apps.md')
    .split('\n\n')
    .filter((block) => block.startsWith(`| ${column}`));
  const lines = tables.flatMap((table) => table.trim().split('\n').slice(2));
  return lines.map((line) => {
    const [codes = '', meaning = '', advice = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { codes: codes.split(', ').map((code) => code.replaceAll('`', '')), meaning, advice };
  });
}

const codesIn = (rows: readonly Row[]) => rows.flatMap(({ codes }) => codes);
const errors = rowsOf('`extensions.code`');
const closes = rowsOf('close code');

/** Names in capitals of the gateway's source that are no codes of errors to callers. */
const otherNames = new Set([
  ...['ANSWERED', 'PARTLY_ANSWERED', 'NOT_ANSWERED', 'ADMITTED', 'BEGIN', 'END', 'WHOLE'], // of audit records
  ...['DEPTH', 'SELECTIONS', 'ALIASES', 'DIRECTIVES', 'ROOT_FIELDS', 'CONCURRENCY', 'EXPORTS', 'IMPORTS'], // of limits: `extensions.limit`
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'VARIABLE_DEFINITION'], // of places in a document
  ...['FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
  ...['ACCEPTED', 'REFUSED', 'NOTHING'], // of registered apps
  ...['TOO_LARGE'], // of the registry's feed, in metrics
  ...['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'UPGRADE'], // of HTTP
  ...['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGHUP', 'EPIPE', 'ECONNRESET', 'UND_ERR_SOCKET'], // of the system and libraries
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['ERROR', 'INCOMPLETE'], // words of files
  ...['SIGNING_KEY_UNUSABLE', 'KEYS_UNKNOWN', 'CERTIFICATE'], // of `/readyz`
  ...['TRUSTED_PROXIES', 'TOKEN_MAX_LIFETIME', 'KEYS_KNOWN_FOR'], // of the environment
  ...['AUDIT_URL', 'AUDIT_TOKEN_FILE', 'AUDIT_KEPT_MB', 'REGISTRY_URL', 'REGISTRY_TOKEN_FILE', 'REGISTRY_FOLDER'],
  ...['NOBODY', 'TOKEN', 'SCOPE', 'POLICY', 'AGREEMENT', 'UNUSABLE_AGREEMENTS'], // of what fields need: `fieldNeeds`
  ...['GRAPHQL_ERRORS', 'REQUEST_CANCELLED', 'CLIENT_LEFT'], // in traces and metrics; a caller that left gets no answer
]);

describe('docs/apps.md', () => {
  test('has a line for each code that the gateway can answer, and no other', () => {
    const codes = [...namesInGateway().keys(), ...codesOfSubgraphs().keys()].filter((name) => !otherNames.has(name));
    expect(codesIn(errors).toSorted()).toEqual([...new Set(codes)].toSorted());
  });

  test('names no code as one of something else that it is not', () => {
    const names = namesInGateway();
    expect([...otherNames].filter((name) => codesIn(errors).includes(name))).toEqual([]);
    expect(names.size).toBeGreaterThan(codesIn(errors).length);
  });

  test('has a line for each code that a WebSocket is closed with, and no other', () => {
    const parts = ['endpoint', 'connection', 'message', 'operations'];
    const source = parts.map((part) => fileOf(`gateway/src/http/websocket-${part}.ts`)).join('\n');
    const own = [...source.matchAll(/(?:close\(|\[|code: |\| )(\d{4})\b/g)].map(([, code]) => Number(code));
    // Codes that clients close with, and the code of `onConnect`, which the gateway has not.
    const notAnswered = [
      ...[CloseCode.InternalClientError, CloseCode.BadResponse, CloseCode.ConnectionAcknowledgementTimeout],
      CloseCode.Forbidden,
    ];
    const ofProtocol = Object.values(CloseCode).filter(
      (code) => typeof code === 'number' && !notAnswered.includes(code),
    ) as number[];
    expect(codesIn(closes).map(Number).toSorted()).toEqual([...new Set([...own, ...ofProtocol])].toSorted());
    expect(source).not.toContain('onConnect');
  });

  test('says of each code what it means, and what to do, once', () => {
    const rows = [...errors, ...closes];
    expect(rows.filter(({ meaning, advice }) => meaning === '' || advice === '')).toEqual([]);
    expect(new Set(codesIn(rows)).size).toBe(codesIn(rows).length);
  });
});

test.each(['docs/organisations.md', 'docs/vi/organisations.md'])('%s has each code of a check of a schema', (path) => {
  const [, listed = ''] =
    /findingCodes = \[(.*?)\] as const/s.exec(fileOf('subgraphs/protocol/src/check/check-report.ts')) ?? [];
  const parts = ['compose', 'dropped-elements'].map((part) => fileOf(`schema/src/contract/${part}.ts`));
  const codes = [listed, ...parts].flatMap((text) => text.match(/(?<=')[A-Z]+(?:_[A-Z]+)+(?=')/g) ?? []);
  expect(codes).toEqual(expect.arrayContaining(['SAFE_CHANGE', 'NOT_COMPOSED', 'INCONSISTENT_ARGUMENT_PRESENCE']));
  expect(codes.filter((code) => !fileOf(path).includes(`\`${code}\``))).toEqual([]);
});
