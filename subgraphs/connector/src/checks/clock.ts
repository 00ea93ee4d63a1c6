import { ConnectorFault } from '../state/told.js';

/** The largest difference between this machine's clock and the hub's without a fault, in milliseconds. */
const mostDifferenceMs = 30_000;

/** How long the hub may take to answer, in milliseconds. */
const answerMs = 10_000;

/**
 * Compares this machine's clock with the time in the hub's answer.
 * @returns how many seconds this machine is ahead.
 * @throws ConnectorFault where the hub does not answer, or the clocks differ.
 */
export async function compareClocks(hub: string, now: () => Date): Promise<number> {
  const asked = now().getTime();
  let date: string | null;
  try {
    const response = await fetch(hub, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(answerMs) });
    date = response.headers.get('date');
  } catch (error) {
    throw hubUnreachable(hub, error);
  }
  const answered = now().getTime();
  // The header has whole seconds, so half a second is added.
  const there = date === null ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(there)) return 0;
  const ahead = there < asked ? asked - there : there > answered ? answered - there : 0;
  const seconds = Math.round(ahead / 1000);
  if (Math.abs(ahead) <= mostDifferenceMs) return seconds;
  const size = Math.abs(seconds);
  const span = size < 120 ? `${size} s` : `${Math.round(size / 60)} min`;
  throw new ConnectorFault('WRONG_CLOCK', {
    vi: `Cần đồng hồ máy này đúng như của hub, nhưng nó ${seconds > 0 ? 'nhanh' : 'chậm'} ${span}. Hãy bật đồng bộ giờ (NTP): lệch quá 5 phút thì hub không nhận.`,
    en: `Expected this machine's clock to agree with the hub's; it is ${span} ${seconds > 0 ? 'ahead' : 'behind'}. Turn on time synchronisation (NTP): beyond 5 minutes the hub takes nothing.`,
  });
}

/** The fault of a hub that does not answer. */
export function hubUnreachable(hub: string, error: unknown): ConnectorFault {
  const { message, cause } = error as Error;
  const reason = cause instanceof Error ? cause.message : message;
  return new ConnectorFault(
    'HUB_UNREACHABLE',
    {
      vi: `Cần kết nối được với hub ${hub}, nhưng không được (${reason}). Số liệu được giữ lại và gửi theo thứ tự khi hub trở lại.`,
      en: `Expected to reach the hub ${hub}; it is not reached (${reason}). Figures are kept, and handed over in order when it is back.`,
    },
    { cause: error },
  );
}
