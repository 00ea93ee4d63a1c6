import type { DueEnding } from '@hub/protocol';

/** The states of a line, the most urgent first. */
export const lineStates = ['ended', 'broken', 'late', 'soon', 'unknown', 'coming', 'good'] as const;

/** A line of the outlook: a thing that ends or can fail, the person who can act, and the command. */
export interface OutlookLine {
  readonly state: (typeof lineStates)[number];
  /** The kind of thing: a kind of ending, or one of `CONNECTION`, `CLOCK`, `RELEASE`, `WORK`, `DISK`, `FILE`. */
  readonly kind: string;
  /** The name of the thing: it stays the same from run to run. */
  readonly thing: string;
  /** The thing with its facts. */
  readonly what: string;
  readonly organisation: string | null;
  /** Whole days until it ends or is due; negative afterwards; null where it has no day. */
  readonly daysLeft: number | null;
  readonly who: string;
  /** The command to run, or the page to read. */
  readonly command: string;
}

/** From so many days before its end on, a thing ends soon. */
const soonDays = 30;

/** The state of a thing that ends after some days. */
export function endingState(daysLeft: number): OutlookLine['state'] {
  if (daysLeft < 0) return 'ended';
  return daysLeft <= soonDays ? 'soon' : 'coming';
}

/** How each kind of ending is renewed. */
const renewals: Readonly<Record<DueEnding['kind'], (one: DueEnding, organisation: string | null) => string>> = {
  AGREEMENT: () => 'hub publish FOLDER --hub ADDRESS',
  PROGRAM_KEY: () => 'hub key create',
  APP_SECRET: () => 'the page of apps',
  SIGNING_KEY: () => 'hub state FOLDER add-key FILE --hub ADDRESS',
  PERIOD_KEYS: (_one, organisation) => `hub period-key make ${organisation ?? 'ORGANISATION'} --periods FROM..TO`,
  CERTIFICATE: () => 'docs/daily-work.md#key-rotation',
  INVITATION: ({ name }) => `hub organisation invite ${name}`,
};

/**
 * The lines of things that end, as `/readyz` of the parts lists them. A thing in several lists has one line.
 * @param lists the list of each part, by the code of the part.
 */
export function endingLines(lists: ReadonlyMap<string, readonly DueEnding[]>): OutlookLine[] {
  const lines = new Map<string, OutlookLine>();
  for (const [part, endings] of lists)
    for (const one of endings) {
      const { kind, name, endsAt, daysLeft, renewedBy } = one;
      const [, owner = null] = / of ([a-z\d-]+)$/.exec(name) ?? [];
      const isOwn = owner === null && (kind === 'CERTIFICATE' || kind === 'PERIOD_KEYS');
      const organisation = isOwn ? part : owner;
      const key = [kind, endsAt, kind === 'PERIOD_KEYS' ? organisation : name].join(' ');
      if (lines.has(key) && part === 'gateway') continue;
      lines.set(kind === 'CERTIFICATE' && part !== 'gateway' ? `${key} ${part}` : key, {
        ...{ state: endingState(daysLeft), kind, thing: name, organisation, daysLeft, who: renewedBy },
        what: `${name}${isOwn ? ` at ${part}` : ''}, until ${endsAt.slice(0, 10)}`,
        command: renewals[kind](one, organisation),
      });
    }
  return [...lines.values()];
}

/** Sorts lines: the most urgent state first, then the fewest days. */
export function byUrgency(a: OutlookLine, b: OutlookLine): number {
  const states = lineStates.indexOf(a.state) - lineStates.indexOf(b.state);
  return states || (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity) || a.what.localeCompare(b.what);
}
