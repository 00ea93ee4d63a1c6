import type { IncomingMessage } from 'node:http';
import { maxMessageBytes, maxReleaseBytes, maxSchemaBytes, maxSketchBytes } from '@hub/protocol';
import { type DescribedEndpoint, type PlacedEndpoint, plainFault, refusals } from './described-endpoint.js';

/** The request and answers of an address of the link, as in `docs/protocol/link.md`. */
interface LinkAddress {
  readonly summary: string;
  /** The members of the request body. */
  readonly takes: readonly string[];
  readonly gives: DescribedEndpoint['answers'];
  /** The largest request body, in bytes. */
  readonly bytes: number;
  /** Whether the address requires a ticket: its body is then streamed. */
  readonly ticket?: boolean;
}

/** The size of a message's envelope, in bytes. */
const wrapBytes = 4096;

const json = (description: string, ...members: readonly string[]): DescribedEndpoint['answers'] => ({
  200: { description, content: { 'application/json': { schema: { type: 'object', required: members } } } },
});

const known: Readonly<Record<string, LinkAddress>> = {
  exchanges: {
    summary: 'What the hub wants of an organisation and has for it, and a ticket (trao đổi)',
    bytes: maxMessageBytes + wrapBytes,
    takes: ['message', 'signature'],
    gives: json('What to hand over, and what to keep.', 'ticket'),
  },
  releases: {
    summary: 'Hands a release over (đợt công bố số liệu)',
    bytes: maxReleaseBytes,
    ...{ takes: ['header', 'signature', 'pages'], ticket: true },
    gives: json('A signed receipt.', 'receipt', 'signature'),
  },
  sketches: {
    summary: 'Hands sealed sketches over (bản tóm lược đã niêm phong)',
    bytes: maxSketchBytes + wrapBytes,
    ...{ takes: ['number', 'digest', 'sealed'], ticket: true },
    gives: { 204: { description: 'They are taken, or nobody wants them any more.' } },
  },
  joins: {
    summary: 'An invited organisation joins (tổ chức tham gia)',
    bytes: 3 * maxSchemaBytes,
    takes: ['secret', 'code', 'said', 'publicKey'],
    gives: json('What became of it.', 'code', 'state'),
  },
  documents: {
    summary: 'Publishes agreements or a schema (thỏa thuận, lược đồ)',
    bytes: 3 * maxSchemaBytes,
    takes: [],
    gives: json('What became of it.', 'organisation', 'kind', 'version', 'state'),
  },
  checks: {
    summary: 'Checks a schema, of which nothing is kept (kiểm tra lược đồ)',
    bytes: 3 * maxSchemaBytes,
    takes: [],
    gives: json('The report.'),
  },
  statements: {
    summary: 'An organisation says something of itself: consent, a token of its programs, a key (khai báo)',
    bytes: maxMessageBytes,
    takes: ['message', 'signature'],
    gives: json('What was said.', 'organisation', 'kind'),
  },
};

/** An address of the link; undefined if there is none of that name. */
export function linkAddress(what: string): Pick<LinkAddress, 'bytes' | 'ticket'> | undefined {
  return Object.hasOwn(known, what) ? known[what] : undefined;
}

/** Whether a request is to the link, which itself bounds the time of a request's body. */
export function isHandedOver({ url = '' }: Pick<IncomingMessage, 'url'>): boolean {
  return url.startsWith('/link/v1/');
}

/** The addresses for organisations' programs, in OpenAPI's form. */
export function linkAddresses(open: readonly string[]): readonly PlacedEndpoint[] {
  return open.flatMap((what) => {
    const address = known[what];
    return address ? [{ path: `/link/v1/${what}`, method: 'post' as const, described: describedOf(address) }] : [];
  });
}

function describedOf({ summary, takes, gives, ticket = false }: LinkAddress): DescribedEndpoint {
  return {
    summary,
    description: `The message is signed; its form is in the link protocol.${ticket ? ' It needs a ticket of an exchange: `authorization: Bearer TICKET`.' : ''}`,
    tag: 'organisations',
    body: {
      description: 'A message of the link protocol.',
      required: true,
      content: { 'application/json': { schema: { type: 'object', ...(takes.length > 0 && { required: takes }) } } },
    },
    answers: {
      ...gives,
      ...refusals(plainFault, {
        429: 'Too many requests: `Retry-After` says when to hand it over again.',
        503: 'The hub cannot take it now: hand it over later.',
      }),
      '4XX': { description: 'It is refused; `code` says why.', content: plainFault },
    },
  };
}
