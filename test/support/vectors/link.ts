import {
  canonicalText,
  digestOf,
  type LinkMessage,
  type LinkReceipt,
  readLinkMessage,
  ReleaseFault,
  signHeader,
} from '@hub/protocol';
import { keptStatement } from '../../../subgraphs/protocol/src/link/link-format.js';
import { signedStatement } from '../../../subgraphs/protocol/src/link/statement-format.js';
import { publicKeyOf, signingKeyOf } from './test-keys.js';

const organisation = 'youth-union';
const at = '2026-11-29T11:30:00.000Z';
const own = signingKeyOf('organisation');

/** The message of an organisation that has no news. */
const empty: LinkMessage = { format: 1, organisation, at, newest: 0, kept: [], noted: [], imports: [] };

/** A signed text, with its signing input. */
async function signed(what: string, value: object, key = own): Promise<object> {
  const text = canonicalText(value);
  const signature = await signHeader(text, key);
  const [head = ''] = signature.split('.');
  return { what, keyId: key.id, text, signature, signingInput: `${head}.${Buffer.from(text).toString('base64url')}` };
}

/** `link/signed.json`: the texts that an organisation and movement sign. */
export async function linkVectors(): Promise<object> {
  const kept = { id: '2026-10', digest: digestOf('a publication'), keptAt: '2026-11-29T11:00:00.000Z' };
  const statement = keptStatement(organisation, kept);
  const keptSignature = await signHeader(statement, own);
  const full: LinkMessage = {
    ...empty,
    newest: 3,
    kept: [{ ...kept, signature: keptSignature }],
    noted: [{ number: 2, state: 'PENDING' }],
    imports: [
      {
        ...{ id: 7, kind: 'sessions', file: 'tháng 11.xlsx', demonstration: false, state: 'PARTLY_TAKEN' },
        ...{ read: 120, written: 118, rejected: 2, added: 100, changed: 18, unchanged: 0 },
        ...{ begunAt: '2026-11-29T10:59:00.000Z', endedAt: '2026-11-29T10:59:02.000Z' },
        rejections: [{ row: 14, column: 'commune_code', message: 'expected the 5-digit code of a commune' }],
      },
    ],
  };
  const receipt: LinkReceipt = {
    ...{ format: 1, organisation, number: 3, hash: digestOf('a header'), state: 'TAKEN', uncounted: [], at },
  };
  const publicKey = publicKeyOf('foreign').export({ format: 'pem', type: 'spki' }).toString();
  const key = { format: 1, organisation, at, statement: { kind: 'KEY', publicKey, from: at, until: null } };
  signedStatement.parse(key);
  return {
    texts: [
      await signed('the message of an exchange with nothing to say', empty),
      await signed('that an organisation keeps a publication', JSON.parse(statement) as object),
      await signed('the message of an exchange that says so, and more', full),
      await signed('a receipt, signed by movement', receipt, signingKeyOf('movement')),
      await signed('the statement of another key', key),
    ],
    faults: faults(),
  };
}

/** Messages that are refused before their signature is looked at. */
function faults(): object[] {
  const texts: readonly [string, string][] = [
    ['that is no JSON', '{'],
    ['of another format', canonicalText({ ...empty, format: 2 })],
    ['with a member more', canonicalText({ ...empty, more: 1 })],
    ['with a member less', canonicalText({ format: 1, organisation, at, newest: 0, kept: [], noted: [] })],
    ['with a moment that has no zone', canonicalText({ ...empty, at: '2026-11-29T11:30:00' })],
    ['with its members in another order', JSON.stringify(empty)],
    ['with spaces', JSON.stringify(empty, Object.keys(empty).sort(), 1)],
  ];
  return texts.map(([what, text]) => ({ what, text, code: codeOf(text) }));
}

function codeOf(text: string): string {
  try {
    readLinkMessage(text);
  } catch (error) {
    if (error instanceof ReleaseFault) return error.code;
    throw error;
  }
  throw new Error(`Expected a fault of ${text}.`);
}
