import type { KeyObject } from 'node:crypto';
import { type Component, coveredComponents, signatureBase } from './signature-base.js';
import { algorithmOf, isSignatureOf, type SignatureAlgorithm, signBase } from './signature.js';

/** The header that says for whom a gateway asks: JSON in base64url. */
export const callerHeader = 'hub-caller';
/** The header that says what for. */
export const purposeHeader = 'hub-purpose';

/** The headers of a request that its signature covers, where it has them; whoever checks it takes no others' word. */
const coveredRequestHeaders = [
  'content-digest',
  'content-type',
  'content-encoding',
  callerHeader,
  purposeHeader,
  'x-request-id',
];

/** The headers of an answer that its signature covers, where it has them. */
const coveredAnswerHeaders = ['content-digest', 'content-type', 'content-encoding'];

const signatureHeaders = ['signature-input', 'signature'];

/** Headers as Node has them, names in lower case; of one that is there twice, the list or the joined text. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request without its body, which `content-digest` stands for. */
export interface SignableRequest {
  readonly method: string;
  /** Its path and query, as they go over the wire. */
  readonly target: string;
  readonly headers: Headers;
}

/** An answer without its body, and the signature, in base64, of the request that it answers. */
export interface SignableAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly requestSignature: string;
}

/** A key to sign with, and the name by which the other side knows it. */
export interface NamedKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** When a request is signed, in seconds since the epoch, and what tells it from all others under its key. */
export interface RequestParameters {
  readonly created: number;
  readonly expires: number;
  readonly nonce: string;
}

/** A signature as its message has it. */
export interface ReadSignature {
  /** The covered components, and all the parameters, as they came. */
  readonly covered: string;
  readonly parameters: string;
  readonly created: number;
  /** Of requests alone, like the nonce. */
  readonly expires: number | undefined;
  readonly nonce: string | undefined;
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  /** In base64. */
  readonly signature: string;
}

/** What signing adds to a message's headers. */
export interface SignatureHeaders {
  readonly 'signature-input': string;
  readonly signature: string;
}

/** A signature, and the text that it stands for: all that it covers, and its parameters. */
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

/** Signs an answer to a request that was signed. */
export function signedAnswer(answer: SignableAnswer, key: NamedKey, created: number): Signed {
  return signComponents(answerComponents(answer), key, `;created=${created}`);
}

/** As `signedRequest`, for whom the headers are enough. */
export function signRequest(request: SignableRequest, key: NamedKey, parameters: RequestParameters): SignatureHeaders {
  return signedRequest(request, key, parameters).headers;
}

/** As `signedAnswer`, for whom the headers are enough. */
export function signAnswer(answer: SignableAnswer, key: NamedKey, created: number): SignatureHeaders {
  return signedAnswer(answer, key, created).headers;
}

/**
 * The text that a request's signature stands for; undefined where it is not that of a key, or does not cover what it
 * must. Neither its time nor its body are judged.
 */
export function verifiedRequest(
  request: SignableRequest,
  signature: ReadSignature,
  key: KeyObject,
): string | undefined {
  return verified(requestComponents(request), signature, key);
}

/** As `verifiedRequest`, of an answer. */
export function verifiedAnswer(answer: SignableAnswer, signature: ReadSignature, key: KeyObject): string | undefined {
  return verified(answerComponents(answer), signature, key);
}

/** Whether a request's signature is that of a key, and covers what it must; neither its time nor its body are judged. */
export function isSignedRequest(request: SignableRequest, signature: ReadSignature, key: KeyObject): boolean {
  return verifiedRequest(request, signature, key) !== undefined;
}

/** Whether an answer's signature is that of a key, and covers what it must; its body is not judged. */
export function isSignedAnswer(answer: SignableAnswer, signature: ReadSignature, key: KeyObject): boolean {
  return verifiedAnswer(answer, signature, key) !== undefined;
}

/** Of a request's headers, what is needed to verify its signature later. */
export function signedRequestHeaders(headers: Headers): Record<string, string> {
  return pick([...coveredRequestHeaders, ...signatureHeaders], headers);
}

/** Of an answer's headers, what is needed to verify its signature later. */
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
 * Reads the signature of a message, in the one form in which the hub writes it; undefined where there is none, or
 * another. With one form, what is covered is compared as text, and nothing is left to interpretation.
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
