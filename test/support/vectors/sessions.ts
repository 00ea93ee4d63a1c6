import { createHash, diffieHellman } from 'node:crypto';
import {
  agreeOnKeys,
  contentDigest,
  type NamedKey,
  type Receipt,
  type SessionGrant,
  sessionTranscript,
  signatureOf,
  type SignatureHeaders,
  signedRequest,
} from '@hub/protocol';
import {
  audience,
  begin,
  drawnSession,
  ephemeralOf,
  json,
  type Outcome,
  ScriptedSubgraph,
  type SentRequest,
  type Step,
} from './scripted-subgraph.js';
import { privateKeyOf, publicKeyOf, signingKeyOf } from './test-keys.js';

/** How a request is signed; what is left out is as it should be. */
interface Signing {
  readonly key?: NamedKey;
  readonly created?: number;
  readonly goodFor?: number;
  readonly nonce?: string;
}

/** Writes the script: each step is what the kit's own code makes of it. */
class ScriptWriter {
  readonly steps: Step[] = [];
  readonly subgraph = new ScriptedSubgraph();
  readonly bases = new Map<string, string>();

  /** Makes and takes one request. @param change is what happens to it on its way. */
  step(
    what: string,
    target: string,
    body: string,
    signing: Signing,
    change: (request: SentRequest) => SentRequest = (r) => r,
  ): Outcome {
    const { key = signingKeyOf('gateway'), created = this.subgraph.now, goodFor = 30, nonce = 'n-1' } = signing;
    const headers = { 'content-type': json, 'content-digest': contentDigest(body), 'x-request-id': 'r-1' };
    const signed = signedRequest({ method: 'POST', target, headers }, key, {
      created,
      expires: created + goodFor,
      nonce,
    });
    const request = change({ method: 'POST', target, headers: { ...headers, ...signed.headers }, body });
    const outcome = this.subgraph.take(request);
    this.bases.set(what, signed.text);
    const withBase = outcome.status === 200 ? { ...outcome, requestBase: signed.text } : outcome;
    this.steps.push({ what, now: this.subgraph.now, request, outcome: withBase });
    return outcome;
  }

  /** Sends what was sent before once more. */
  again(what: string, former: string): void {
    const step = this.steps.find((one) => one.what === former);
    if (!step) throw new Error(`Expected a step "${former}".`);
    this.steps.push({ what, now: this.subgraph.now, request: step.request, outcome: this.subgraph.take(step.request) });
  }
}

const withHeader =
  (name: string, value: string) =>
  (request: SentRequest): SentRequest => ({ ...request, headers: { ...request.headers, [name]: value } });

/** A request without its signature. */
function unsigned(request: SentRequest): SentRequest {
  const entries = Object.entries(request.headers).filter(([name]) => !name.startsWith('signature'));
  return { ...request, headers: Object.fromEntries(entries) };
}

/** `sessions/agreement.json`: one agreement, with each intermediate result. */
export function agreementVector(): object {
  const writer = new ScriptWriter();
  const offer = JSON.stringify({ audience, publicKey: ephemeralOf('gatewayEphemeral').publicKey });
  const outcome = writer.step('offer', '/trust/session', offer, {});
  if (outcome.status !== 200) throw new Error(`The offer was refused: ${outcome.reason}.`);
  const [{ request }] = writer.steps as [Step];
  const { body: grant } = outcome.answer;
  const offerSignature = signatureOf(request.headers as unknown as SignatureHeaders);
  const transcript = sessionTranscript(offerSignature, grant);
  const { publicKey } = JSON.parse(grant) as SessionGrant;
  const keys = agreeOnKeys(ephemeralOf('gatewayEphemeral'), publicKey, transcript);
  const secret = diffieHellman({
    privateKey: privateKeyOf('gatewayEphemeral'),
    publicKey: publicKeyOf('organisationEphemeral'),
  });
  return {
    ...{ audience, gatewayEphemeral: 'gatewayEphemeral', organisationEphemeral: 'organisationEphemeral' },
    ...{ offer: request, grant: outcome.answer, offerSignature, transcript },
    secret: secret.toString('base64url'),
    salt: createHash('sha256').update(transcript).digest('base64url'),
    requestsKey: keys.requests.export().toString('base64url'),
    answersKey: keys.answers.export().toString('base64url'),
  };
}

/** `sessions/script.json`: the requests to a subgraph in order, and its responses. */
export function sessionScript(): { readonly steps: readonly Step[] } & Record<string, unknown> {
  const writer = new ScriptWriter();
  const offer = (more: object = {}) =>
    JSON.stringify({ audience, publicKey: ephemeralOf('gatewayEphemeral').publicKey, ...more });
  const session = '/trust/session';
  writer.step('an offer under a key that nobody trusts', session, offer(), { key: signingKeyOf('foreign') });
  writer.step('an offer under the name of a trusted key, signed with another', session, offer(), {
    key: { ...signingKeyOf('foreign'), id: signingKeyOf('gateway').id },
  });
  writer.step('an offer that is meant for another', session, offer({ audience: 'university' }), { nonce: 'n-2' });
  writer.step('an offer that has expired', session, offer(), { created: begin - 31, nonce: 'n-3' });
  writer.step('an offer that is good for too long', session, offer(), { goodFor: 61, nonce: 'n-4' });
  writer.step('an offer whose body was changed on its way', session, offer(), { nonce: 'n-5' }, (request) => ({
    ...request,
    body: offer({ publicKey: ephemeralOf('organisationEphemeral').publicKey }),
  }));
  writer.step('an offer with a public key that keeps no secret', session, offer({ publicKey: 'A'.repeat(43) }), {
    nonce: 'n-6',
  });
  writer.step('an offer without a public key', session, JSON.stringify({ audience }), { nonce: 'n-7' });
  writer.step('an unsigned offer', session, offer(), {}, unsigned);
  const granted = writer.step('an offer', session, offer(), { nonce: 'n-8' });
  if (granted.status !== 200) throw new Error(`The offer was refused: ${granted.reason}.`);
  writer.again('the same offer again', 'an offer');

  const sent = writer.steps.find(({ what }) => what === 'an offer') as Step;
  const transcript = sessionTranscript(
    signatureOf(sent.request.headers as unknown as SignatureHeaders),
    granted.answer.body,
  );
  const { publicKey } = JSON.parse(granted.answer.body) as SessionGrant;
  const keys = agreeOnKeys(ephemeralOf('gatewayEphemeral'), publicKey, transcript);
  const key: NamedKey = { id: drawnSession, key: keys.requests };
  const ask = (what: string, nonce: string, signing: Signing = {}, change?: (request: SentRequest) => SentRequest) =>
    writer.step(what, '/graphql', '{"query":"{ communes { code } }"}', { key, nonce, ...signing }, change);

  ask('request 1', '1');
  writer.again('request 1 again', 'request 1');
  ask('request 3, before request 2', '3');
  ask('request 2, late', '2');
  ask('a request whose purpose was added on its way', '4', {}, withHeader('hub-purpose', 'steering'));
  ask('a request whose path was changed on its way', '4', {}, (request) => ({
    ...request,
    target: '/graphql?debug=1',
  }));
  ask('a request whose method was changed on its way', '4', {}, (request) => ({ ...request, method: 'PUT' }));
  ask('request 4, for the three before it took no number', '4');
  ask('a request whose body was changed on its way: its number is used up', '5', {}, (request) => ({
    ...request,
    body: '{"query":"{ goals { code } }"}',
  }));
  ask('request 5, whose number was used up', '5');
  ask('a request without a signature', '6', {}, unsigned);
  ask('a request with a signature of another label', '6', {}, (request) =>
    withHeader('signature-input', (request.headers['signature-input'] ?? '').replace('hub=', 'sig='))(request),
  );
  ask('a request of a session that is not known', '6', { key: { id: 'another', key: keys.requests } });
  ask('a request signed with the key of answers', '6', { key: { id: drawnSession, key: keys.answers } });
  ask('a request that has expired', '6', { created: begin - 30 });
  ask('a request from the future', '6', { created: begin + 31 });
  ask('a request from 30 s in the future', '6', { created: begin + 30 });
  ask('a request that is good for too long', '7', { goodFor: 61 });
  ask('a nonce that is no number', 'seven');
  ask('the number 0', '0');
  ask('request 70000', '70000');
  ask('request 4464, too far behind', '4464');
  ask('request 4465, the last that is not too far behind', '4465');

  const digestOf = (what: string, alone = false) => {
    const step = writer.steps.find((one) => one.what === what);
    if (step?.outcome.status !== 200) throw new Error(`Expected an answer of "${what}".`);
    const request = writer.bases.get(what) ?? '';
    const text = alone ? request : `${request}\n${step.outcome.answer.base}`;
    return createHash('sha256').update(text).digest('base64url');
  };
  const receipt = (exchanges: Receipt['exchanges'], more: object = {}) =>
    JSON.stringify({ audience, session: drawnSession, exchanges, ...more });
  const stated: Receipt['exchanges'] = [
    [1, digestOf('request 1')],
    [2, digestOf('request 2, late', true)],
    [3, digestOf('request 1')],
    [99, digestOf('request 1')],
  ];
  const path = '/trust/receipt';
  writer.step('a receipt under a key that nobody trusts', path, receipt(stated), { key: signingKeyOf('foreign') });
  writer.step('a receipt that is meant for another', path, receipt(stated, { audience: 'university' }), {
    nonce: 'r-1',
  });
  writer.step('a receipt of another session', path, receipt(stated, { session: 'another' }), { nonce: 'r-2' });
  writer.step('a receipt with numbers out of order', path, receipt([...stated].reverse()), { nonce: 'r-3' });
  writer.step(
    'a receipt: 1 is right, 2 is stated without its answer, 3 is wrong, 99 was never asked',
    path,
    receipt(stated),
    { nonce: 'r-4' },
  );
  writer.step('a receipt of an exchange that was taken', path, receipt(stated.slice(0, 1)), { nonce: 'r-5' });
  writer.subgraph.now = begin + 600;
  ask('a request when the session is over', '70001', { created: begin + 600 });
  return {
    ...{ audience, trusted: [signingKeyOf('gateway').id], signingKey: 'organisation', sessionSeconds: 600 },
    ...{ drawn: { session: drawnSession, ephemeral: 'organisationEphemeral' } },
    steps: writer.steps,
  };
}
