import type { SubgraphContext } from '@hub/kit';
import type { AppState, RegisteredAppRecord, Republication } from '@hub/protocol';

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
  readonly state: AppState;
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

/** How many apps that were refused gateways are told of, the latest, so that these learn why. */
const maxRefused = 200;

/** All apps as gateways know them, with their documents. */
export async function followedApps(em: EntityManager): Promise<RegisteredAppRecord[]> {
  const apps = await em.execute<(StoredApp & { documents: Record<string, string> })[]>(
    `select app.*, coalesce((select json_object_agg(hash, text) from app_document where app = app.id), '{}') as documents
     from app where state <> 'REFUSED' or id in
       (select id from app where state = 'REFUSED' order by decided_at desc limit ?) order by id`,
    [maxRefused],
  );
  return apps.map(({ rate_per_second: perSecond, rate_burst: burst, attribution, documents, ...app }) => ({
    ...{ id: app.id, name: app.name, state: app.state, purpose: app.purpose, republish: app.republish },
    ...{ scopes: [...app.scopes], origins: [...app.origins], documents },
    ...(attribution !== null && { attribution }),
    ...(perSecond !== null && burst !== null && { rate: { perSecond, burst } }),
  }));
}
