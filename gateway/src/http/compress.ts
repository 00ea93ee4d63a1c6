import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';

/** A response's body in the content coding in which it is sent. */
export interface EncodedBody {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The content codings of responses, best first; all compress off the event loop. */
const encoders = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  zstd: (body: Buffer) => promisify(zstdCompress)(body),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 5 }),
};

/** A content coding of responses. */
export type Coding = keyof typeof encoders;

const codings = Object.keys(encoders) as Coding[];

/** A smaller body fits one packet anyway, in bytes. */
const minLength = 1400;

const vary = { vary: 'accept-encoding' };

/** The first of some codings that a caller accepts, by its `accept-encoding`; undefined if it accepts none. */
export function acceptedCoding<Some extends Coding = Coding>(
  acceptEncoding: string | undefined,
  among = codings as Some[],
): Some | undefined {
  if (!acceptEncoding) return undefined;
  const refused = new Set<string>();
  const taken = new Set<string>();
  for (const range of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
    const isRefused = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    (isRefused ? refused : taken).add(name);
  }
  return among.find((coding) => taken.has(coding) || (taken.has('*') && !refused.has(coding)));
}

/**
 * Compresses a body for a caller that accepts it. A caller on this machine gets it uncompressed: bytes are cheap
 * there.
 */
export function encode(body: Buffer, request: IncomingMessage): EncodedBody | Promise<EncodedBody> {
  const coding = body.length < minLength ? undefined : acceptedCoding(request.headers['accept-encoding']);
  if (coding === undefined) return { body, headers: {} };
  if (isOnThisMachine(request)) return { body, headers: vary };
  return encoders[coding](body).then((encoded) => ({
    body: encoded,
    headers: { ...vary, 'content-encoding': coding },
  }));
}

/** Whether the caller is on this machine: a proxy here, which names its caller, has it elsewhere. */
export function isOnThisMachine({ headers, socket: { remoteAddress = '' } }: IncomingMessage): boolean {
  const isLoopback = remoteAddress === '::1' || /^(?:::ffff:)?127\./.test(remoteAddress);
  return isLoopback && headers['x-forwarded-for'] === undefined;
}
