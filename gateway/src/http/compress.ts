import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A response's body in the content coding in which it is sent. */
export interface EncodedBody {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The content codings of responses, best first; both compress off the event loop. */
const encoders = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 5 }),
};

type Coding = keyof typeof encoders;

const codings = Object.keys(encoders) as Coding[];

/** A smaller body fits one packet anyway, in bytes. */
const minLength = 1400;

const vary = { vary: 'accept-encoding' };

/** The coding that a caller accepts, by its `accept-encoding`; undefined if it accepts neither. */
export function acceptedCoding(acceptEncoding: string | undefined): Coding | undefined {
  if (!acceptEncoding) return undefined;
  const refused = new Set<string>();
  const taken = new Set<string>();
  for (const range of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
    const isRefused = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    (isRefused ? refused : taken).add(name);
  }
  return codings.find((coding) => taken.has(coding) || (taken.has('*') && !refused.has(coding)));
}

/**
 * Compresses a body for a caller that accepts it. Connections on one machine get it uncompressed: bytes are cheap
 * there.
 */
export function encode(body: Buffer, { headers, socket }: IncomingMessage): EncodedBody | Promise<EncodedBody> {
  const coding = body.length < minLength ? undefined : acceptedCoding(headers['accept-encoding']);
  if (coding === undefined) return { body, headers: {} };
  if (isLoopback(socket.remoteAddress)) return { body, headers: vary };
  return encoders[coding](body).then((encoded) => ({
    body: encoded,
    headers: { ...vary, 'content-encoding': coding },
  }));
}

/** Whether an address is of this machine. */
export function isLoopback(address = ''): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}
