import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { dayInProvince, lastPeriodOf, monthInProvince } from '@hub/protocol';
import { readPeriodKeys, readSigningKey } from '@hub/runtime';
import type { Told } from '../state/told.js';

/** A key that the connector uses, and its end. */
export interface KeyInUse {
  readonly name: Told;
  /** The key's id; never the key itself. */
  readonly id: string;
  /** A day, a month, or no end; undefined where it is unknown. */
  readonly until: Told | undefined;
  /** The fault of the key. */
  readonly problem: Told | undefined;
}

/** How long before its end the page warns, in days. */
const warnedDays = 30;

/**
 * The keys of a connector, from the settings of its program.
 * @param signingUntil when the signing key ends, by the hub's last answer: null for no end, undefined where the answer
 * did not include it.
 */
export function keysIn(variables: NodeJS.ProcessEnv, now: Date, signingUntil?: string | null): KeyInUse[] {
  const { SIGNING_KEY_FILE, PERIOD_KEYS_FILE, PSEUDONYM_KEY_FILE, TLS_CERTIFICATE_FILE } = variables;
  return [
    ...keyOf(SIGNING_KEY_FILE, { vi: 'Khóa ký của tổ chức', en: "The organisation's signing key" }, (file) => ({
      id: readSigningKey(file).id,
      ...signingEnd(signingUntil, now),
    })),
    ...keyOf(PSEUDONYM_KEY_FILE, { vi: 'Khóa bí danh', en: 'The pseudonym key' }, () => ({
      id: '',
      until: undefined,
      problem: undefined,
    })),
    ...keyOf(PERIOD_KEYS_FILE, { vi: 'Khóa của các kỳ báo cáo', en: 'The keys of the reporting periods' }, (file) => {
      const last = lastPeriodOf(readPeriodKeys(file));
      const month = monthInProvince(now);
      return {
        id: '',
        until: last === undefined ? undefined : same(last),
        problem: last === undefined || last < month ? ended(last) : last === month ? endsSoon(last) : undefined,
      };
    }),
    ...keyOf(TLS_CERTIFICATE_FILE, { vi: 'Chứng thư TLS', en: 'The TLS certificate' }, (file) => {
      const { validToDate, fingerprint256 } = new X509Certificate(readFileSync(file));
      const until = validToDate.toISOString().slice(0, 10);
      const days = daysUntil(validToDate, now);
      return {
        id: fingerprint256.slice(0, 23),
        until: same(until),
        problem: days < warnedDays ? (days < 0 ? ended(until) : endsSoon(until)) : undefined,
      };
    }),
  ];
}

/** The end of the signing key: the hub stores it, because the organisation has reported it there. */
function signingEnd(until: string | null | undefined, now: Date): Pick<KeyInUse, 'until' | 'problem'> {
  if (until === undefined) return { until: undefined, problem: undefined };
  if (until === null) return { until: { vi: 'không thời hạn', en: 'no end' }, problem: undefined };
  const day = dayInProvince(new Date(until));
  const days = daysUntil(new Date(until), now);
  const replace = { vi: 'Hãy thay khóa: hub state … add-key.', en: 'Replace it: hub state … add-key.' };
  const problem = days < 0 ? signingEnded(day) : days < warnedDays ? endsSoon(day) : undefined;
  return {
    until: same(day),
    problem: problem && { vi: `${problem.vi} ${replace.vi}`, en: `${problem.en} ${replace.en}` },
  };
}

const daysUntil = (moment: Date, now: Date) => Math.floor((moment.getTime() - now.getTime()) / 86_400_000);
const same = (text: string): Told => ({ vi: text, en: text });

function keyOf(file: string | undefined, name: Told, read: (file: string) => Omit<KeyInUse, 'name'>): KeyInUse[] {
  if (!file) return [];
  try {
    return [{ name, ...read(file) }];
  } catch (error) {
    const { message } = error as Error;
    const problem = { vi: `Không đọc được: ${message}`, en: `It cannot be read: ${message}` };
    return [{ name, id: '', until: undefined, problem }];
  }
}

const ended = (until = '–'): Told => ({
  vi: `Đã hết hạn (${until}). Hãy xin khóa mới từ đơn vị vận hành hub.`,
  en: `It ended (${until}). Ask those who run the hub for the next one.`,
});
const signingEnded = (until: string): Told => ({ vi: `Đã hết hạn (${until}).`, en: `It ended (${until}).` });
const endsSoon = (until: string): Told => ({ vi: `Sắp hết hạn (${until}).`, en: `It ends soon (${until}).` });
