import { createPublicKey, createSecretKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  type Headers,
  isSignedAnswer,
  isSignedRequest,
  readSignature,
  type ReadSignature,
  signAnswer,
  signatureOf,
  signedAnswer,
  signedAnswerHeaders,
  signedRequest,
  signedRequestHeaders,
  signRequest,
  verifiedAnswer,
  verifiedRequest,
} from './signed-message.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const named = { id: 'gateway-1', key: privateKey };
const parameters = { created: 1000, expires: 1060, nonce: 'n-1' };
const covered = {
  'content-digest': 'sha-256=:x:',
  'content-type': 'application/json',
  'content-encoding': 'gzip',
  'hub-caller': 'caller',
  'hub-purpose': 'steering',
  'x-request-id': 'r-1',
};
const request = { method: 'POST', target: '/graphql?a=1', headers: { ...covered, accept: 'any' } };

const read = (headers: object): ReadSignature => {
  const signature = readSignature(headers as Headers);
  if (!signature) throw new Error('Expected a signature.');
  return signature;
};

describe('a signed request', () => {
  const signed = signedRequest(request, named, parameters);
  const signature = read(signed.headers);

  test('has one signature over all that it must cover, as RFC 9421 writes it', () => {
    const params =
      '("@method" "@request-target" "content-digest" "content-type" "content-encoding" "hub-caller" "hub-purpose" "x-request-id");created=1000;expires=1060;nonce="n-1";keyid="gateway-1";alg="ed25519"';
    expect(signed.headers['signature-input']).toBe(`hub=${params}`);
    expect(signed.text).toBe(
      [
        '"@method": POST',
        '"@request-target": /graphql?a=1',
        '"content-digest": sha-256=:x:',
        '"content-type": application/json',
        '"content-encoding": gzip',
        '"hub-caller": caller',
        '"hub-purpose": steering',
        '"x-request-id": r-1',
        `"@signature-params": ${params}`,
      ].join('\n'),
    );
    const bytes = Buffer.from(signatureOf(signed.headers), 'base64');
    expect(verify(null, Buffer.from(signed.text), createPublicKey(privateKey), bytes)).toBe(true);
    expect(signRequest(request, named, parameters)).toEqual(signed.headers);
    expect(signature).toEqual({
      covered: params.slice(0, params.indexOf(')') + 1),
      parameters: params,
      ...parameters,
      keyId: 'gateway-1',
      algorithm: 'ed25519',
      signature: signatureOf(signed.headers),
    });
  });

  test('is known for one, and by what it stands for', () => {
    expect(isSignedRequest(request, signature, publicKey)).toBe(true);
    expect(verifiedRequest(request, signature, publicKey)).toBe(signed.text);
    // An uncovered header may change.
    expect(isSignedRequest({ ...request, headers: { ...request.headers, accept: 'else' } }, signature, publicKey)).toBe(
      true,
    );
  });

  const changed: [string, object][] = [
    ['its method', { ...request, method: 'PUT' }],
    ['its target', { ...request, target: '/graphql?a=2' }],
    ...Object.keys(covered).flatMap((name): [string, object][] => [
      [`its ${name}`, { ...request, headers: { ...covered, [name]: 'other' } }],
      [`its ${name}, which is gone`, { ...request, headers: { ...covered, [name]: undefined } }],
    ]),
  ];
  test.each(changed)('is none once somebody changes %s', (_, other) => {
    expect(isSignedRequest(other as never, signature, publicKey)).toBe(false);
    expect(verifiedRequest(other as never, signature, publicKey)).toBeUndefined();
  });

  test.each([
    ['of headers that it does not have', 'content-digest'],
    ['of a purpose that was added', 'hub-purpose'],
  ])('is none %s', (_, name) => {
    const { [name as 'hub-purpose']: value, ...others } = covered;
    const less = { ...request, headers: others };
    const ofLess = read(signRequest(less, named, parameters));
    expect(isSignedRequest(less, ofLess, publicKey)).toBe(true);
    expect(isSignedRequest({ ...less, headers: { ...others, [name]: value } }, ofLess, publicKey)).toBe(false);
  });

  test('is none of another key, of another kind of key, or with other parameters', () => {
    expect(isSignedRequest(request, signature, generateKeyPairSync('ed25519').publicKey)).toBe(false);
    const secret = createSecretKey(Buffer.alloc(32));
    expect(isSignedRequest(request, signature, secret)).toBe(false);
    const bySecret = read(signRequest(request, { id: 's', key: secret }, parameters));
    expect(bySecret.algorithm).toBe('hmac-sha256');
    expect(isSignedRequest(request, bySecret, secret)).toBe(true);
    expect(isSignedRequest(request, { ...bySecret, algorithm: 'ed25519' }, secret)).toBe(false);
    const later = { ...signature, parameters: signature.parameters.replace('1060', '9060') };
    expect(isSignedRequest(request, later, publicKey)).toBe(false);
  });
});

describe('a signed answer', () => {
  const requestSignature = signatureOf(signRequest(request, named, parameters));
  const headers = { 'content-digest': 'sha-256=:y:', 'content-type': 'application/json', 'content-encoding': 'br' };
  const answer = { status: 200, headers: { ...headers, date: 'today' }, requestSignature };
  const signed = signedAnswer(answer, named, 1001);
  const signature = read(signed.headers);

  test('is of the request that it answers', () => {
    const params =
      '("@status" "content-digest" "content-type" "content-encoding" "signature";req;key="hub");created=1001;keyid="gateway-1";alg="ed25519"';
    expect(signed.headers['signature-input']).toBe(`hub=${params}`);
    expect(signed.text).toBe(
      [
        '"@status": 200',
        '"content-digest": sha-256=:y:',
        '"content-type": application/json',
        '"content-encoding": br',
        `"signature";req;key="hub": :${requestSignature}:`,
        `"@signature-params": ${params}`,
      ].join('\n'),
    );
    expect(signAnswer(answer, named, 1001)).toEqual(signed.headers);
    expect(signature).toMatchObject({ created: 1001, expires: undefined, nonce: undefined });
    expect(verifiedAnswer(answer, signature, publicKey)).toBe(signed.text);
    expect(isSignedAnswer(answer, signature, publicKey)).toBe(true);
  });

  test.each<[string, object]>([
    ['its status', { ...answer, status: 500 }],
    ['the request', { ...answer, requestSignature: requestSignature.replace(/^./, '_') }],
    ...Object.keys(headers).map((name): [string, object] => [
      `its ${name}`,
      { ...answer, headers: { ...headers, [name]: 'other' } },
    ]),
  ])('is none once somebody changes %s', (_, other) => {
    expect(isSignedAnswer(other as never, signature, publicKey)).toBe(false);
  });

  test('is no request, and a request no answer', () => {
    expect(isSignedRequest(request, signature, publicKey)).toBe(false);
    expect(isSignedAnswer(answer, read(signRequest(request, named, parameters)), publicKey)).toBe(false);
  });
});

describe('the headers that are kept to verify a signature later', () => {
  const input = { 'signature-input': 'i', signature: 's' };

  test('are those of a request that it covers, and the signature', () => {
    expect(signedRequestHeaders({ ...covered, ...input, cookie: 'c' })).toEqual({ ...covered, ...input });
    expect(signedRequestHeaders({ 'content-type': ['a', 'b'], 'hub-caller': ' x ' })).toEqual({
      'content-type': 'a, b',
      'hub-caller': 'x',
    });
  });

  test('are those of an answer that it covers, and the signature', () => {
    const { 'hub-caller': caller, ...others } = covered;
    expect(signedAnswerHeaders({ ...others, ...input, 'hub-caller': caller })).toEqual({
      'content-digest': 'sha-256=:x:',
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      ...input,
    });
  });
});

describe('reading a signature', () => {
  const { 'signature-input': input, signature } = signRequest(request, named, parameters);

  test.each<[string, Record<string, unknown>]>([
    ['without its input', { signature }],
    ['without itself', { 'signature-input': input }],
    ['that is there twice', { 'signature-input': input, signature: [signature, signature] }],
    ['whose input is there twice', { 'signature-input': [input, input], signature }],
    ['of another label', { 'signature-input': input.replace('hub=', 'sig='), signature }],
    ['with something before it', { 'signature-input': `a=(), ${input}`, signature }],
    ['with something after it', { 'signature-input': `${input};tag="x"`, signature }],
    ['without a time', { 'signature-input': input.replace(';created=1000', ''), signature }],
    ['of a time in words', { 'signature-input': input.replace('1000', 'now'), signature }],
    ['with an end, but no nonce', { 'signature-input': input.replace(';nonce="n-1"', ''), signature }],
    ['of another algorithm', { 'signature-input': input.replace('ed25519', 'rsa-v1_5-sha256'), signature }],
    ['of a key with a strange name', { 'signature-input': input.replace('gateway-1', 'a b'), signature }],
    ['of another form', { 'signature-input': input, signature: signature.replace('hub=:', 'hub=') }],
    ['with something before its bytes', { 'signature-input': input, signature: `x${signature}` }],
    ['with something after its bytes', { 'signature-input': input, signature: `${signature}x` }],
    ['that is too short', { 'signature-input': input, signature: 'hub=:AAAA:' }],
  ])('gives nothing for one %s', (_, headers) => {
    expect(readSignature(headers as Headers)).toBeUndefined();
  });
});
