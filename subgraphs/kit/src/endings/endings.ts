import { X509Certificate } from 'node:crypto';
import {
  type Clock,
  type DueEnding,
  dueEndings,
  type GivenEnding,
  endingOfPeriodKeys,
  lastPeriodOf,
  sayEnding,
} from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../settings/config.js';
import { readSketchKeys } from '../sketches/sketch-config.js';

/** How long the list of endings is reused, in milliseconds: every probe of readiness reads it. */
const freshMs = 60_000;

/** Gives the end dates of a part of the server. */
export type EndingsSource = () => Promise<readonly GivenEnding[]> | readonly GivenEnding[];

/** The things that end soon at a server: its settings and its definition give them; readiness, metrics and log show them. */
export class Endings {
  #read: { readonly at: number; readonly due: Promise<readonly DueEnding[]> } | undefined;
  #known: readonly DueEnding[] = [];
  /** When the log last reported each, so that it reports each once a day. */
  readonly #said = new Map<string, number>();

  constructor(
    private readonly sources: readonly EndingsSource[],
    private readonly parts: { readonly now: Clock; readonly log: FastifyBaseLogger },
  ) {}

  /** The last list, so that readiness does not wait; starts another reading after a minute. */
  get known(): readonly DueEnding[] {
    void this.due();
    return this.#known;
  }

  /** The things that end within ninety days or have ended lately; the former list where reading fails. */
  due(): Promise<readonly DueEnding[]> {
    const at = performance.now();
    if (!this.#read || at - this.#read.at > freshMs) this.#read = { at, due: this.#look() };
    return this.#read.due;
  }

  async #look(): Promise<readonly DueEnding[]> {
    const { now, log } = this.parts;
    try {
      const all = await Promise.all(this.sources.map(async (source) => source()));
      const due = dueEndings(all.flat(), now());
      for (const one of due) this.#say(one);
      this.#known = due;
    } catch (error) {
      log.warn({ err: error }, 'what ends soon cannot be read');
    }
    return this.#known;
  }

  #say(one: DueEnding): void {
    const key = `${one.kind} ${one.name}`;
    if (this.#said.get(key) === one.daysLeft) return;
    this.#said.set(key, one.daysLeft);
    const { kind, name, endsAt, daysLeft } = one;
    if (daysLeft <= 30) this.parts.log.info({ kind, name, endsAt, daysLeft }, sayEnding(one));
  }
}

/** The things that end in a server's own settings: its certificates, and the keys of periods for sketches. */
export function ownEndings(config: () => Pick<Config, 'tls' | 'sketchFiles'>): GivenEnding[] {
  const { tls, sketchFiles } = config();
  const operators = 'the operator of this server, in the file that the setting names';
  const certificate = (name: string, pem: string | undefined) => {
    if (pem === undefined) return [];
    const endsAt = new Date(new X509Certificate(pem).validTo).toISOString();
    return [{ kind: 'CERTIFICATE' as const, name, endsAt, renewedBy: operators }];
  };
  const last = sketchFiles && lastPeriodOf(readSketchKeys(sketchFiles).periods);
  return [
    ...certificate('TLS_CERTIFICATE_FILE', tls?.cert),
    ...certificate('TLS_CLIENT_CA_FILE', tls?.ca),
    ...(last === undefined ? [] : [endingOfPeriodKeys(`PERIOD_KEYS_FILE, whose last month is ${last}`, last)]),
  ];
}
