import type { MIMEType } from 'node:util';
import { eventStream } from './event-stream.js';
import type { IncrementalFormat } from './incremental-format.js';
import { isUtf8, parseMediaType, type ResponseType, responseTypes } from './media-type.js';
import { multipartIncremental, multipartSubscription } from './multipart.js';
import type { Framing } from './response-stream.js';

/** The kinds of answer that a caller accepts, by its `accept` header. */
export interface Accepted {
  /** The media type of a single response; undefined if the caller accepts streams only. */
  readonly single: ResponseType | undefined;
  /** The format of an answer in parts; undefined if the caller does not accept one. */
  readonly incremental: IncrementalFraming | undefined;
  /** The framing of a subscription's responses; undefined if the caller does not accept one. */
  readonly subscription: Framing | undefined;
}

/** How an answer in parts is sent. */
export interface IncrementalFraming {
  readonly framing: Framing;
  readonly format: IncrementalFormat;
}

/** A media type that the gateway can send, with the media ranges that match it. */
interface Candidate<T> {
  readonly value: T;
  /** From the most specific range to the least. */
  readonly named: readonly ((range: MIMEType) => boolean)[];
}

const is = (essence: string) => (range: MIMEType) => range.essence === essence;

const single = responseTypes.map((type) => ({
  value: type,
  named: [is(type), is('application/*'), is('*/*')].map(
    (matches) => (range: MIMEType) => matches(range) && isUtf8(range),
  ),
}));
// `*/*` does not prove that the caller reads streams.
const events = { value: eventStream, named: [is('text/event-stream')] };
const incremental = [
  ...inParts('multipart/mixed', (format) => multipartIncremental[format], isPlainMultipart),
  ...inParts('text/event-stream', () => eventStream, isPlainEvents),
];
const subscription = [
  { value: multipartSubscription, named: [speaks('multipart/mixed', 'subscriptionspec', '1.0')] },
  events,
];

/** How many headers are remembered at most; a caller sends the same one with each request. */
const maxRemembered = 256;

const remembered = new Map<string, Accepted>();

/**
 * Reads an `accept` header: for each kind of answer the caller's preferred format, by quality and then by order.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Body
 */
export function accepted(accept = '*/*'): Accepted {
  const known = remembered.get(accept);
  if (known) return known;
  const ranges = accept.split(',').map(parseMediaType);
  const read = {
    single: preferred(single, ranges),
    incremental: preferred(incremental, ranges),
    subscription: preferred(subscription, ranges),
  };
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(accept, read);
  return read;
}

function preferred<T>(candidates: readonly Candidate<T>[], ranges: readonly (MIMEType | undefined)[]): T | undefined {
  return candidates
    .flatMap(({ value, named }) => {
      const position = named
        .map((matches) => ranges.findIndex((range) => range && matches(range)))
        .find((index) => index >= 0);
      if (position === undefined) return [];
      return [{ value, position, quality: Number(ranges[position]?.params.get('q') ?? 1) }];
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality || one.position - other.position)[0]?.value;
}

/**
 * The formats that an answer in parts may have in a media type.
 * @param isPlain whether a range names the type without a format. The format is then the one of 2022, which most
 *   callers read.
 */
function inParts(
  type: string,
  framingOf: (format: IncrementalFormat) => Framing,
  isPlain: (range: MIMEType) => boolean,
): Candidate<IncrementalFraming>[] {
  const value = (format: IncrementalFormat) => ({ format, framing: framingOf(format) });
  return [
    { value: value('deferSpec=20220824'), named: [speaks(type, 'deferspec', '20220824'), isPlain] },
    { value: value('incrementalSpec=v0.2'), named: [speaks(type, 'incrementalspec', 'v0.2')] },
  ];
}

/** Whether a range names a media type that speaks a protocol. */
function speaks(type: string, specification: string, version: string): (range: MIMEType) => boolean {
  return ({ essence, params }) => essence === type && params.get(specification) === version;
}

/** Whether a range names a multipart response without a protocol, as urql and Relay do. */
function isPlainMultipart({ essence, params }: MIMEType): boolean {
  return essence === 'multipart/mixed' && [...params.keys()].every((name) => name === 'q' || name === 'boundary');
}

/** Whether a range names server-sent events and no format of an answer in parts. */
function isPlainEvents({ essence, params }: MIMEType): boolean {
  return essence === 'text/event-stream' && !params.has('deferspec') && !params.has('incrementalspec');
}
