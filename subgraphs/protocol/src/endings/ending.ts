import { z } from 'zod';
import { parsePeriod } from '../values/period.js';
import { endOfDayInProvince } from '../values/province-day.js';

/** The kinds of things that end. */
export const endingKinds = [
  'AGREEMENT',
  'PROGRAM_KEY',
  'APP_SECRET',
  'SIGNING_KEY',
  'PERIOD_KEYS',
  'CERTIFICATE',
  'INVITATION',
] as const;

/** Something that ends on a day, and the person or part that renews it. */
export const ending = z.object({
  kind: z.enum(endingKinds),
  /** Its name: an agreement's id with its organisation, a key's id, a certificate's setting. */
  name: z.string(),
  endsAt: z.iso.datetime({ offset: true }),
  /** The person or part that renews it, and how; it ends a sentence. */
  renewedBy: z.string(),
  /** The contact, where one is known: a mail address may be in it. */
  contact: z.string().nullable().default(null),
  /** The subject of the owner, for a person's key. */
  owner: z.string().nullable().default(null),
});

/** Something that ends on a day, and the person or part that renews it. */
export type Ending = z.infer<typeof ending>;

/** An ending as a source gives it: contact and owner may be unknown. */
export type GivenEnding = z.input<typeof ending>;

/** Something that ends soon, or has ended lately. */
export const dueEnding = ending.extend({
  /** Whole days until its end; negative once it has ended. */
  daysLeft: z.number(),
});

/** Something that ends soon, or has ended lately. */
export type DueEnding = Readonly<z.infer<typeof dueEnding>>;

/**
 * The end of keys of periods: the last day of their last month, in the province.
 * @param name its name in lists and mails.
 * @param through the last month with a key (`YYYY-MM`).
 */
export function endingOfPeriodKeys(name: string, through: string) {
  const endsAt = new Date(endOfDayInProvince(parsePeriod(through).lastDay)).toISOString();
  const renewedBy = 'the organisations together, who agree on the keys of the months that follow';
  return { kind: 'PERIOD_KEYS', name, endsAt, renewedBy } as const;
}

const answered = z.object({ endings: z.array(dueEnding) });

/** Reads the registry's answer about endings. @throws Error where it has another form. */
export function readEndings(answer: unknown): readonly DueEnding[] {
  return answered.parse(answer).endings;
}

/** The path of the registry's list of endings: its followers read it, and report ends that only they know. */
export const endingsPath = '/operator/registry/endings';

/** The report of a follower of the registry: the ends of certificates that it uses. It replaces its former report. */
export const reportedEndings = z.strictObject({
  /** The part that reports, and its address: two gateways may use different files. */
  source: z.string().min(1).max(300),
  endings: z
    .array(
      z.strictObject({
        kind: z.literal('CERTIFICATE'),
        name: z.string().min(1).max(300),
        endsAt: z.iso.datetime({ offset: true }),
        renewedBy: z.string().min(1).max(500),
      }),
    )
    .max(500),
});

/** The report of a follower of the registry. */
export type ReportedEndings = z.infer<typeof reportedEndings>;

/** How long a report holds without another, in milliseconds; it is repeated each hour. */
export const reportHoldsMs = 3 * 60 * 60_000;

/** A notice is due so many days before an end; 0 is for the time after it. */
export const endingNotices = [90, 30, 7, 0] as const;

const [earliest] = endingNotices;

/** How many days after its end an ending stays in the list. */
const toldAfter = 30;

const dayMs = 86_400_000;

/** The things that end within ninety days or ended in the last thirty, the earliest first. */
export function dueEndings(endings: readonly GivenEnding[], now: Date): DueEnding[] {
  return endings
    .map((one) => ({
      contact: null,
      owner: null,
      ...one,
      daysLeft: Math.floor((Date.parse(one.endsAt) - now.getTime()) / dayMs),
    }))
    .filter(({ daysLeft }) => daysLeft <= earliest && daysLeft >= -toldAfter)
    .sort((a, b) => Date.parse(a.endsAt) - Date.parse(b.endsAt));
}

/** Which notice is due: the last of 90, 30, 7 and 0 days that has come. */
export function noticeOf({ daysLeft }: Pick<DueEnding, 'daysLeft'>): (typeof endingNotices)[number] {
  return endingNotices.findLast((days) => (days === 0 ? daysLeft < 0 : daysLeft <= days)) ?? earliest;
}

/** A sentence with the thing, its end, and its renewal. */
export function sayEnding({ kind, name, endsAt, daysLeft, renewedBy }: DueEnding): string {
  const what = `${kind.toLowerCase().replaceAll('_', ' ')} ${name}`;
  const when = daysLeft < 0 ? 'has ended' : `ends in ${daysLeft} days`;
  return `The ${what} ${when} (${endsAt}). It is renewed by ${renewedBy}.`;
}
