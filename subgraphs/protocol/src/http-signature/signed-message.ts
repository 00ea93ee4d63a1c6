import type { KeyObject } from 'node:crypto';
import { type Component, coveredComponents, signatureBase } from './signature-base.js';
import { algorithmOf, isSignatureOf, type SignatureAlgorithm, signBase } from './signature.js';

/** The header with the caller behind a gateway's request: JSON in base64url. */
export const callerHeader = 'hub-caller';
/** The header with the purpose. */
export const purposeHeader = 'hub-purpose';

/** The headers of a request that its signature covers, where present; a verifier ignores all others. */
const coveredRequestHeaders = [
  'content-digest',
  'content-type',
  'content-encoding',
  callerHeader,
  purposeHeader,
  'x-request-id',
];

/** The headers of an answer that its signature covers, where present. */
const coveredAnswerHeaders = ['content-digest', 'content-type', 'content-encoding'];

const signatureHeaders = ['signature-input', 'signature'];

/** Headers in Node's form, with names in lower case; for a repeated one, the list or the joined text. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request without its body, which `content-digest` represents. */
export interface SignableRequest {
  readonly method: string;
  /** Its path and query, as sent. */
  readonly target: string;
  readonly headers: Headers;
}

/** An answer without its body, and the signature, in base64, of the request that it answers. */
export interface SignableAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly requestSignature: string;
}

/** A signing key, and its name for the other side. */
export interface NamedKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The signing time of a request, in seconds since the epoch, and its unique nonce under its key. */
export interface RequestParameters {
  readonly created: number;
  readonly expires: number;
  readonly nonce: string;
}

/** A signature in its message. */
export interface ReadSignature {
  /** The covered components, and all the parameters, as received. */
  readonly covered: string;
  readonly parameters: string;
  readonly created: number;
  /** For requests only, like the nonce. */
  readonly expires: number | undefined;
  readonly nonce: string | undefined;
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  /** In base64. */
  readonly signature: string;
}

/** The headers that signing adds to a message. */
export interface SignatureHeaders {
  readonly 'signature-input': string;
  readonly signature: string;
}

/** A signature, and its signed text: all covered components, and the parameters. */
export interface Signed {
  readonly headers: SignatureHeaders;
  readonly text: string;
}

/** Signs a request. */
export function signedRequest(
  request: SignableRequest,
  key: NamedKey,
  { created, expires, nonce }: RequestParameters,
): Signed {
  return signComponents(requestComponents(request), key, `;created=${created};expires=${expires};nonce="${nonce}"`);
}

/** Signs an answer to a signed request. */
export function signedAnswer(answer: SignableAnswer, key: NamedKey, created: number): Signed {
  return signComponents(answerComponents(answer), key, `;created=${created}`);
}

/** Does the same as `signedRequest`, and returns the headers only. */
export function signRequest(request: SignableRequest, key: NamedKey, parameters: RequestParameters): SignatureHeaders {
  return signedRequest(request, key, parameters).headers;
}

/** Does the same as `signedAnswer`, and returns the headers only. */
export function signAnswer(answer: SignableAnswer, key: NamedKey, created: number): SignatureHeaders {
  return signedAnswer(answer, key, created).headers;
}

/**
 * The signed text of a request; undefined where the signature does not belong to the key, or does not cover a required
 * component. Does not check its time or body.
 */
export function verifiedRequest(
  request: SignableRequest,
  signature: ReadSignature,
  key: KeyObject,
): string | undefined {
  return verified(requestComponents(request), signature, key);
}

/** Does the same as `verifiedRequest`, for an answer. */
export function verifiedAnswer(answer: SignableAnswer, signature: ReadSignature, key: KeyObject): string | undefined {
  return verified(answerComponents(answer), signature, key);
}

/**
 * Whether a request's signature belongs to a key, and covers the required components; does not check its time or body.
 */
export function isSignedRequest(request: SignableRequest, signature: ReadSignature, key: KeyObject): boolean {
  return verifiedRequest(request, signature, key) !== undefined;
}

/** Whether an answer's signature belongs to a key, and covers the required components; does not check its body. */
export function isSignedAnswer(answer: SignableAnswer, signature: ReadSignature, key: KeyObject): boolean {
  return verifiedAnswer(answer, signature, key) !== undefined;
}

/** The headers of a request that a later verification of its signature needs. */
export function signedRequestHeaders(headers: Headers): Record<string, string> {
  return pick([...coveredRequestHeaders, ...signatureHeaders], headers);
}

/** The headers of an answer that a later verification of its signature needs. */
export function signedAnswerHeaders(headers: Headers): Record<string, string> {
  return pick([...coveredAnswerHeaders, ...signatureHeaders], headers);
}

/** The signature, in base64, of signature headers. */
export function signatureOf({ signature }: SignatureHeaders): string {
  return signature.slice('hub=:'.length, -1);
}

const inputForm =
  /^hub=((\([^()]*\));created=(\d{1,12})(?:;expires=(\d{1,12});nonce="([\w-]{1,64})")?;keyid="([\w-]{1,64})";alg="(ed25519|hmac-sha256)")$/;
const signatureForm = /^hub=:([A-Za-z\d+/]{43,86}={1,2}):$/;

/**
 * Reads the signature of a message, in the only form that the hub writes; undefined where it is missing, or has another
 * form. With only one form, the covered components are compared as text, without interpretation.
 */
export function readSignature(headers: Headers): ReadSignature | undefined {
  const { 'signature-input': input, signature } = headers;
  if (typeof input !== 'string' || typeof signature !== 'string') return undefined;
  const [, parameters = '', covered = '', created, expires, nonce, keyId = '', algorithm] = inputForm.exec(input) ?? [];
  const [, bytes] = signatureForm.exec(signature) ?? [];
  if (created === undefined || bytes === undefined) return undefined;
  return {
    covered,
    parameters,
    created: Number(created),
    expires: expires === undefined ? undefined : Number(expires),
    nonce,
    keyId,
    algorithm: algorithm as SignatureAlgorithm,
    signature: bytes,
  };
}

function signComponents(components: readonly Component[], { id, key }: NamedKey, parameters: string): Signed {
  const signatureParams = `${coveredComponents(components)}${parameters};keyid="${id}";alg="${algorithmOf(key)}"`;
  const text = signatureBase(components, signatureParams);
  return { headers: { 'signature-input': `hub=${signatureParams}`, signature: `hub=:${signBase(key, text)}:` }, text };
}

function verified(components: readonly Component[], read: ReadSignature, key: KeyObject): string | undefined {
  if (read.algorithm !== algorithmOf(key) || read.covered !== coveredComponents(components)) return undefined;
  const text = signatureBase(components, read.parameters);
  return isSignatureOf(key, text, read.signature) ? text : undefined;
}

function requestComponents({ method, target, headers }: SignableRequest): Component[] {
  return [['"@method"', method], ['"@request-target"', target], ...headerComponents(coveredRequestHeaders, headers)];
}

function answerComponents({ status, headers, requestSignature }: SignableAnswer): Component[] {
  return [
    ['"@status"', String(status)],
    ...headerComponents(coveredAnswerHeaders, headers),
    ['"signature";req;key="hub"', `:${requestSignature}:`],
  ];
}

function headerComponents(names: readonly string[], headers: Headers): Component[] {
  const components: Component[] = [];
  for (const name of names) {
    const value = headers[name];
    if (value === undefined) continue;
    components.push([`"${name}"`, covered(value)]);
  }
  return components;
}

function covered(value: string | readonly string[]): string {
  return typeof value === 'string' ? value.trim() : value.join(', ');
}

function pick(names: readonly string[], headers: Headers): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, covered(headers[name])] as const])),
  );
}
