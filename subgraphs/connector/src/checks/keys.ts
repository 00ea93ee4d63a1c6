import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { monthInProvince } from '@hub/protocol';
import { readPeriodKeys, readSigningKey } from '@hub/runtime';
import type { Told } from '../state/told.js';

/** A key that the connector uses, and until when. */
export interface KeyInUse {
  readonly name: Told;
  /** By what it is known; never the key itself. */
  readonly id: string;
  /** A day or month; undefined where it ends with its replacement alone. */
  readonly until: string | undefined;
  /** What is wrong with it. */
  readonly problem: Told | undefined;
}

/** How long before its end somebody is told, in days. */
const warnedDays = 30;

/** The keys of a connector, by the settings of its program. */
export function keysIn(variables: NodeJS.ProcessEnv, now: Date): KeyInUse[] {
  const { SIGNING_KEY_FILE, PERIOD_KEYS_FILE, PSEUDONYM_KEY_FILE, TLS_CERTIFICATE_FILE } = variables;
  return [
    ...keyOf(SIGNING_KEY_FILE, { vi: 'Khóa ký của tổ chức', en: "The organisation's signing key" }, (file) => ({
      id: readSigningKey(file).id,
      until: undefined,
      problem: undefined,
    })),
    ...keyOf(PSEUDONYM_KEY_FILE, { vi: 'Khóa bí danh', en: 'The pseudonym key' }, () => ({
      id: '',
      until: undefined,
      problem: undefined,
    })),
    ...keyOf(PERIOD_KEYS_FILE, { vi: 'Khóa của các kỳ báo cáo', en: 'The keys of the reporting periods' }, (file) => {
      const last = [...readPeriodKeys(file).keys()].toSorted().at(-1);
      return {
        id: '',
        until: last,
        problem: last === undefined || last < monthInProvince(now) ? ended(last) : undefined,
      };
    }),
    ...keyOf(TLS_CERTIFICATE_FILE, { vi: 'Chứng thư TLS', en: 'The TLS certificate' }, (file) => {
      const { validToDate, fingerprint256 } = new X509Certificate(readFileSync(file));
      const days = Math.floor((validToDate.getTime() - now.getTime()) / 86_400_000);
      const until = validToDate.toISOString().slice(0, 10);
      return {
        id: fingerprint256.slice(0, 23),
        until,
        problem: days < warnedDays ? (days < 0 ? ended(until) : endsSoon(until)) : undefined,
      };
    }),
  ];
}

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
const endsSoon = (until: string): Told => ({ vi: `Sắp hết hạn (${until}).`, en: `It ends soon (${until}).` });
