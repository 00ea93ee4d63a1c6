import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Attack, AttackClass } from './support/attack.js';

const plain = JSON.stringify({ query: '{ goals { code } }' });
const large = Buffer.from(JSON.stringify({ query: '{ goals { code } }', more: ' '.repeat(100_000_000) }));
/** Brotli takes ten seconds at its best, to no other end. */
const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const makers = {
  gzip: () => gzipSync(large),
  deflate: () => deflateSync(large),
  br: () => brotliCompressSync(large, quickly),
  zstd: () => zstdCompressSync(large),
};
const made = new Map<string, Buffer>();
/** The bombs by their coding, each made once. */
const bombs = Object.fromEntries(
  Object.entries(makers).map(([coding, make]) => [
    coding,
    () => made.get(coding) ?? made.set(coding, make()).get(coding) ?? Buffer.of(),
  ]),
);

const sends = (name: string, coding: string, bytes: () => Buffer, expected: unknown): Attack => ({
  name,
  attack: ({ hub }) =>
    hub.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': coding },
      body: bytes() as never,
    }),
  expected,
});
const answers = (name: string, coding: string, bytes: () => Buffer, expected: unknown): Attack => ({
  name,
  attack: ({ hostile }) => {
    const body = bytes();
    hostile.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding }).end(body);
    });
    return hostile.ask({ query: '{ text honest }' });
  },
  expected,
});
/** A body that is small as gzip and large as objects; the operation does not even declare the variable. */
const nested = (json: string) => gzipSync(`{"query":"{ goals { code } }","variables":{"a":${json}}}`);
const tooMuch = { status: 413, codes: ['LIMIT_EXCEEDED'], data: undefined };
const refused = { status: 200, data: { text: null, honest: 'honest' }, codes: ['SUBGRAPH_INVALID_RESPONSE'] };
const honest = Buffer.from('{"data":{"text":"T"}}');

const attacks: Attack[] = [
  ...Object.entries(bombs).map(([coding, bytes]) =>
    sends(`100 MB as ${coding} from a client`, coding, bytes, { status: 413, data: undefined }),
  ),
  sends('a megabyte of lists within lists as gzip', 'gzip', () => nested('['.repeat(1_048_000)), tooMuch),
  sends('60 kB of lists within lists as gzip', 'gzip', () => nested('['.repeat(60_000)), tooMuch),
  sends('15,000 objects as gzip', 'gzip', () => nested(`[${'{},'.repeat(15_000)}{}]`), tooMuch),
  sends('gzip within gzip', 'gzip, gzip', () => gzipSync(gzipSync(plain)), { status: 415, data: undefined }),
  sends('many codings', Array(100).fill('gzip').join(), () => gzipSync(plain), { status: 415, data: undefined }),
  sends('gzip that is cut off', 'gzip', () => gzipSync(plain).subarray(0, 15), { status: 400, codes: ['BAD_REQUEST'] }),
  sends('gzip that is none', 'gzip', () => Buffer.from(plain), { status: 400, codes: ['BAD_REQUEST'] }),
  sends('gzip of nothing', 'gzip', () => gzipSync(''), { status: 400, codes: ['BAD_REQUEST'] }),
  sends('a coding that is not known', 'compress', () => Buffer.from(plain), { status: 415, data: undefined }),
  sends('plain text that says to be gzip in capitals', 'GZIP', () => gzipSync(plain), { status: 200, codes: [] }),
  ...Object.entries(bombs)
    .filter(([coding]) => coding !== 'deflate')
    .map(([coding, bytes]) => answers(`100 MB as ${coding} from a subgraph`, coding, bytes, refused)),
  answers('gzip within gzip from a subgraph', 'gzip, gzip', () => gzipSync(gzipSync(honest)), refused),
  answers('gzip that is cut off, from a subgraph', 'gzip', () => gzipSync(honest).subarray(0, 15), refused),
  answers('gzip that is none, from a subgraph', 'gzip', () => honest, refused),
  answers('a coding that nobody asked for, from a subgraph', 'compress', () => honest, refused),
  answers('a coding __proto__, from a subgraph', '__proto__', () => honest, refused),
];

/** What is small on the wire and large in memory, both ways. */
export const compressionBombs: AttackClass = { name: 'compression bombs', attacks };
