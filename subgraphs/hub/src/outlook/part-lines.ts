import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';
import { type DueEnding, dueEnding } from '@hub/protocol';
import { z } from 'zod';
import { systemReason } from '../cli/failure.js';
import { textOf } from '../cli/operator-exchange.js';
import type { ClientTls } from '../cli/reach.js';
import { endingState, type OutlookLine } from './outlook-line.js';

/** A part of the hub, or an organisation's server, whose readiness is asked. */
export interface AskedPart {
  readonly code: string;
  /** Its address, with or without the path of its GraphQL endpoint. */
  readonly url: string;
  readonly tls?: ClientTls;
  /** Whether it is built otherwise than this hub's parts: it may have no `/readyz`. */
  readonly isForeign?: boolean;
}

/** What became of the question, and what the part lists of what ends. */
export interface AnsweredPart {
  readonly lines: readonly OutlookLine[];
  readonly endings: readonly DueEnding[];
}

/** How long a part may take, in milliseconds. */
const patienceMs = 10_000;

/** From which difference a clock is named, and from which it stops requests: signatures allow 30 s. */
const [namedSeconds, stoppingSeconds] = [2, 30];

const dayMs = 86_400_000;

const faulty = z.array(z.looseObject({ code: z.string() })).default([]);
const readiness = z.looseObject({
  ends: z.array(dueEnding).default([]),
  ...{ notReady: faulty, reasons: faulty, leftOut: faulty, outdated: faulty },
  alarms: z.array(z.unknown()).default([]),
});

/** Tests the connection to a part: readiness, clock, certificate, and the list of what ends there. */
export async function askPart(part: AskedPart): Promise<AnsweredPart> {
  const { code, isForeign = false } = part;
  const sentAt = Date.now();
  const url = new URL('./readyz', part.url);
  const who = `the operator of ${code}`;
  const connection = { kind: 'CONNECTION', thing: code, organisation: code, daysLeft: null, who };
  const broken = (what: string): OutlookLine => ({
    ...{ ...connection, state: 'broken', what },
    command: `curl ${url.href} from this machine, and its log; docs/trouble.md`,
  });
  let response: IncomingMessage;
  let text: string;
  try {
    response = await get(url, part.tls);
    text = await textOf(response);
  } catch (error) {
    return { lines: [broken(`${code} at ${url.origin} cannot be reached: ${reasonOf(error)}`)], endings: [] };
  }
  const answeredAt = Date.now();
  const { statusCode = 0, headers } = response;
  const around = [
    ...clockLine(code, headers.date, (sentAt + answeredAt) / 2),
    ...(isForeign ? certificateLine(code, response) : []),
  ];
  if (isForeign && (statusCode < 500 || statusCode === 501))
    return { lines: [good(answeredAt - sentAt), ...around], endings: [] };
  const { data: said } = readiness.safeParse(jsonIn(text));
  if (!said || (statusCode !== 200 && statusCode !== 503))
    return {
      lines: [broken(`${code} at ${url.origin} answers HTTP ${statusCode} as no part of the hub does`), ...around],
      endings: [],
    };
  const reasons = [...said.notReady, ...said.reasons].map((one) => one.code);
  const isReady = statusCode === 200;
  return {
    lines: [
      isReady ? good(answeredAt - sentAt) : broken(`${code} is not ready: ${reasons.join(', ')}`),
      ...(said.alarms.length > 0 ? [broken(`${code} raises alarms: ${JSON.stringify(said.alarms)}`)] : []),
      ...faultyLines(said.leftOut, 'broken', 'is not served'),
      ...faultyLines(said.outdated, 'late', 'is served from its former file'),
      ...around,
    ],
    endings: said.ends,
  };

  function good(ms: number): OutlookLine {
    return { ...connection, state: 'good', what: `${code} answers in ${ms} ms`, command: '–' };
  }
}

/** Sends GET without following redirects. */
async function get(url: URL, tls: ClientTls = {}): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  const outgoing = request(url, { ...tls, agent: false, signal: AbortSignal.timeout(patienceMs) });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

function reasonOf(error: unknown): string {
  return (error as Error).name === 'AbortError' ? `no answer in ${patienceMs / 1000} s` : systemReason(error);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The difference of a part's clock from this machine's, by the header `Date`, which has whole seconds. */
function clockLine(code: string, date: string | undefined, at: number): OutlookLine[] {
  const there = Date.parse(date ?? '');
  if (Number.isNaN(there)) return [];
  const seconds = Math.abs(there + 500 - at) / 1000;
  if (seconds < namedSeconds) return [];
  return [
    {
      ...{ state: seconds < stoppingSeconds ? 'late' : 'broken', kind: 'CLOCK', thing: code },
      ...{ organisation: code, daysLeft: null },
      what: `the clocks of ${code} and of this machine differ by ${Math.round(seconds)} s; signatures allow ${stoppingSeconds} s`,
      ...{ who: `the operator of ${code}`, command: 'timedatectl, on both machines' },
    },
  ];
}

/** The end of the certificate that a server shows. */
function certificateLine(code: string, { socket }: IncomingMessage): OutlookLine[] {
  if (!(socket instanceof TLSSocket)) return [];
  const endsAt = new Date(socket.getPeerCertificate().valid_to);
  const daysLeft = Math.floor((endsAt.getTime() - Date.now()) / dayMs);
  return [
    {
      ...{ state: endingState(daysLeft), kind: 'CERTIFICATE', thing: code, organisation: code, daysLeft },
      what: `the certificate of ${code}, until ${endsAt.toISOString().slice(0, 10)}`,
      ...{ who: `the operator of ${code}`, command: 'docs/daily-work.md#key-rotation' },
    },
  ];
}

/** Lines of the files that a gateway cannot use. */
function faultyLines(
  list: readonly { readonly code: string }[],
  state: OutlookLine['state'],
  said: string,
): OutlookLine[] {
  return list.map(({ code, ...named }) => {
    const [[kind, name] = ['part', '?']] = Object.entries(named);
    const organisation = kind === 'organisation' ? String(name) : null;
    const thing = `${kind} ${String(name)}`;
    return {
      ...{ state, kind: 'FILE', thing, organisation, daysLeft: null, what: `${thing} ${said}: ${code}` },
      ...{ who: organisation ?? "the hub's operator", command: "the gateway's log; docs/trouble.md#readiness" },
    };
  });
}
