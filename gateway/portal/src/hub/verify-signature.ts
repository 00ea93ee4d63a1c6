/** Result of verifying a signature in the browser. */
export type Verified = 'good' | 'bad' | 'otherDigest' | 'unknownKey' | 'cannot';

/** A text with its detached signature, from a publication. */
export interface Signed {
  readonly document: string;
  /** A detached JWS (RFC 7515, appendix F), by Ed25519. */
  readonly signature: string;
  /** SHA-256 of the text, in base64url. */
  readonly digest: string;
}

/**
 * Verifies a detached signature over a text with the named key, and the text's digest. Sends no request.
 * @param keys public keys in PEM, by their ids. A key counts as unknown if its id is not its thumbprint (RFC 7638).
 */
export async function verify(signed: Signed, keys: ReadonlyMap<string, string>): Promise<Verified> {
  const [head = '', middle, value = '', ...more] = signed.signature.split('.');
  // Browsers provide cryptography only to pages loaded over HTTPS or from this machine.
  if (!isSecureContext) return 'cannot';
  try {
    if (encode(await sha256(utf8(signed.document))) !== signed.digest) return 'otherDigest';
    const { alg, kid } = JSON.parse(new TextDecoder().decode(decode(head))) as { alg?: string; kid?: string };
    if (middle !== '' || more.length > 0 || alg !== 'EdDSA') return 'bad';
    const pem = keys.get(kid ?? '');
    if (pem === undefined) return 'unknownKey';
    const spki = decode(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''));
    if ((await thumbprintOf(spki)) !== kid) return 'unknownKey';
    const key = await crypto.subtle.importKey('spki', spki, { name: 'Ed25519' }, false, ['verify']);
    const payload = utf8(`${head}.${encode(utf8(signed.document))}`);
    return (await crypto.subtle.verify({ name: 'Ed25519' }, key, decode(value), payload)) ? 'good' : 'bad';
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotSupportedError' ? 'cannot' : 'bad';
  }
}

/** The id of a key, by RFC 7638: an Ed25519 key's bytes are the last 32 of its SPKI. */
async function thumbprintOf(spki: Uint8Array): Promise<string> {
  return encode(await sha256(utf8(`{"crv":"Ed25519","kty":"OKP","x":"${encode(spki.slice(-32))}"}`)));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

function encode(bytes: Uint8Array): string {
  let binary = '';
  // A call takes a limited number of arguments, so the bytes go in parts.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
