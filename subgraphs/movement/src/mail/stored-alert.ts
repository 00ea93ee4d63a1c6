import type { Language, SubgraphContext } from '@hub/kit';
import type { EventKind } from '../events/event-kind.js';
import type { MailAlertFault } from './mail.type.js';

/** An alert as a row of its table. */
export interface StoredAlert {
  readonly id: string;
  readonly owner: string;
  readonly address: string;
  readonly language: Language;
  readonly kinds: readonly EventKind[] | null;
  readonly goals: readonly string[] | null;
  readonly communes: readonly string[] | null;
  readonly state: 'PENDING' | 'ACTIVE' | 'DISABLED';
  readonly disabledReason: MailAlertFault | null;
  readonly endToken: string;
  readonly createdAt: Date;
  /** Its last day, `YYYY-MM-DD`. */
  readonly until: string;
  readonly cursor: number;
  readonly attempts: number;
  readonly failingSince: Date | null;
}

export const alertColumns = `id, owner, address, language, kinds, goals, communes, state,
  disabled_reason as "disabledReason", end_token as "endToken", created_at as "createdAt", until::text, cursor, attempts,
  failing_since as "failingSince"`;

/** An alert from a row: the driver may return times as text. */
export function alertOf(row: StoredAlert): StoredAlert {
  const { createdAt, failingSince } = row;
  return { ...row, createdAt: new Date(createdAt), failingSince: failingSince && new Date(failingSince) };
}

/** Reads an owner's alerts, the newest first. */
export async function readAlerts(em: SubgraphContext['em'], owner: string): Promise<StoredAlert[]> {
  const rows = await em.execute<StoredAlert[]>(
    `select ${alertColumns} from mail_alert where owner = ? order by created_at desc, id`,
    [owner],
  );
  return rows.map(alertOf);
}
