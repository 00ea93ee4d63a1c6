import { dayInProvince, daysLater } from '@hub/protocol';
import { DeskFault, type DeskCaller } from '@hub/kit/service';
import type { KindSettings } from '../settings/source-settings.js';
import { ConnectorFault } from '../state/told.js';

/** The caller of a source's imports, for receipts. */
export function callerOf(source: string): DeskCaller {
  return { owner: `connector ${source}`, by: { subject: null, client: `connector ${source}` } };
}

/** The options for importing rows of a kind that are read now. */
export function wishOf({ complete, replace }: KindSettings, now: Date) {
  const today = dayInProvince(now);
  const through = complete === undefined ? undefined : complete === 'today' ? today : daysLater(today, -1);
  return { mode: 'IMPORT' as const, through, replace };
}

/** The page's fault for a refusal of the desk. */
export function faultOfDesk(error: unknown, what: string): unknown {
  if (!(error instanceof DeskFault)) return error;
  const { message, at } = error.answer;
  const spot = [at?.sheet, at?.row === undefined ? undefined : `row ${at.row}`, at?.column].filter(Boolean).join(', ');
  const where = spot === '' ? what : `${what} (${spot})`;
  return new ConnectorFault('ROWS_NOT_READ', {
    vi: `Không nhận được ${where}: ${message}`,
    en: `${where} cannot be taken in: ${message}`,
  });
}

/** The fault of rejected rows. */
export function rejectedFault(what: string, rejected: number, read: number): ConnectorFault {
  return new ConnectorFault('ROWS_REJECTED', {
    vi: `${rejected} trong ${read} dòng của ${what} bị từ chối; các dòng khác đã được nhận.`,
    en: `${rejected} of ${read} rows of ${what} were rejected; the others are in.`,
  });
}
