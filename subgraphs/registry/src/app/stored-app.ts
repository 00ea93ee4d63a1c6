import type { SubgraphContext } from '@hub/kit';
import type { AppState, Republication } from '@hub/protocol';

type EntityManager = SubgraphContext['em'];

/** An app as the registry keeps it. */
export interface StoredApp {
  readonly id: string;
  readonly name: string;
  readonly use: string;
  readonly purpose: string;
  readonly contact: string;
  readonly republish: Republication;
  readonly attribution: string | null;
  readonly scopes: readonly string[];
  readonly origins: readonly string[];
  readonly state: AppState | 'UNCONFIRMED';
  readonly reason: string | null;
  readonly rate_per_second: number | null;
  readonly rate_burst: number | null;
  readonly asked_digest: string;
  readonly asked_at: string;
  readonly decided_at: string | null;
  readonly decided_by: string | null;
}

/** One app; undefined where there is none of this id. */
export async function findApp(em: EntityManager, id: string, lock = ''): Promise<StoredApp | undefined> {
  const [app] = await em.execute<StoredApp[]>(`select * from app where id = ? ${lock}`, [id]);
  return app;
}
