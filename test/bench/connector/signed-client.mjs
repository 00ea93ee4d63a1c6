import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  agreeOnKeys,
  contentDigest,
  newEphemeral,
  readSessionGrant,
  sessionPath,
  sessionTranscript,
  signatureOf,
  signRequest,
} from '../../../subgraphs/protocol/dist/index.js';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Posts JSON; the milliseconds until the end of the answer, and its text. A connection that had ended is none. */
export async function post(url, body, headers = {}) {
  const began = performance.now();
  const answer = await send(url, body, headers);
  const came = await text(answer);
  if (answer.statusCode !== 200) throw new Error(`Expected the status 200, got ${answer.statusCode}: ${came}`);
  return { milliseconds: performance.now() - began, text: came };
}

function send(url, body, headers) {
  return new Promise((resolve, reject) => {
    const told = { 'content-type': 'application/json', accept: 'application/json', ...headers };
    const asked = request(url, {
      method: 'POST',
      agent,
      headers: { ...told, 'content-length': Buffer.byteLength(body) },
    });
    asked.on('response', resolve).end(body);
    asked.on('error', (error) => {
      if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(send(url, body, headers));
      else reject(error);
    });
  });
}

/** Signs requests to a subgraph as a gateway does, under one session. */
export async function openSession(url, audience, key) {
  const now = () => Math.floor(Date.now() / 1000);
  const ephemeral = newEphemeral();
  const offer = JSON.stringify({ audience, publicKey: ephemeral.publicKey });
  const asked = { 'content-type': 'application/json', 'content-digest': contentDigest(offer) };
  const times = () => ({ created: now(), expires: now() + 30 });
  const message = { method: 'POST', target: `/${sessionPath}`, headers: asked };
  const signed = signRequest(message, key, { ...times(), nonce: crypto.randomUUID() });
  const { text: grant } = await post(`${url}/${sessionPath}`, offer, { ...asked, ...signed });
  const { session, publicKey } = readSessionGrant(grant);
  const keys = agreeOnKeys(ephemeral, publicKey, sessionTranscript(signatureOf(signed), grant));
  let number = 0;
  return (body, caller) => {
    const headers = {
      ...{ 'content-type': 'application/json', 'content-digest': contentDigest(body) },
      ...{ 'hub-caller': caller, 'hub-purpose': 'steering', 'x-request-id': 'bench' },
    };
    const target = '/graphql';
    const own = { id: session, key: keys.requests };
    const nonce = String(++number);
    return { ...headers, ...signRequest({ method: 'POST', target, headers }, own, { ...times(), nonce }) };
  };
}

export function closeClient() {
  agent.destroy();
}
