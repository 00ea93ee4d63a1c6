import { createHash, randomBytes } from 'node:crypto';
import { defineService, type Endpoints, type SubgraphContext } from '@hub/kit';
import {
  badUserInput,
  clientError,
  type Clock,
  dayInProvince,
  daysLater,
  maxApps,
  programKeyHash,
  programKeySecret,
} from '@hub/protocol';
import { newId } from '@hub/runtime';
import { type KeyBook, openKeyBook } from '../key/key-book.js';
import { maxDays } from '../key/key-request.js';
import type { AppRequest } from './app-request.js';
import { findApp, type StoredApp } from './stored-app.js';

type EntityManager = SubgraphContext['em'];

/** How many apps may wait for a decision, and for how many days one waits. */
export const [maxWaiting, waitingDays] = [100, 30];

/** How many secrets of an app may be good at a time: the one that is used, and the next. */
const maxSecrets = 2;

/** A secret of an app, without its text. */
export interface AppSecret {
  readonly id: string;
  readonly until: string;
  readonly created_at: string;
}

/** A step that an operator takes with an app. */
export type AppStep = 'ACCEPT' | 'REFUSE' | 'SUSPEND' | 'RESUME';

/** From which states a step leads, and to which. */
const steps = {
  ACCEPT: { from: ['WAITING', 'REFUSED'], to: 'ACCEPTED' },
  REFUSE: { from: ['WAITING'], to: 'REFUSED' },
  SUSPEND: { from: ['ACCEPTED'], to: 'SUSPENDED' },
  RESUME: { from: ['SUSPENDED'], to: 'ACCEPTED' },
} as const satisfies Record<AppStep, { from: readonly StoredApp['state'][]; to: StoredApp['state'] }>;

/** What an operator says with a step. */
export interface Decision {
  readonly step: AppStep;
  readonly by: string;
  readonly reason?: string | null | undefined;
  /** The scopes that it has from now on, of those that were asked for; those that it has unless told. */
  readonly scopes?: readonly string[] | null | undefined;
  readonly rate?: { readonly perSecond: number; readonly burst: number } | null | undefined;
}

/** The registry's apps. */
export class AppBook {
  constructor(
    private readonly em: EntityManager,
    private readonly now: Clock,
    readonly keys: KeyBook,
  ) {}

  /**
   * Registers an app, which waits for a decision, with its first secret. Asked again under the same key, it answers the
   * same app without a secret, which was shown.
   * @throws GraphQLError `TOO_MANY_APPS`, `IDEMPOTENCY_KEY_REUSED`
   */
  async register(request: AppRequest, idempotencyKey: string): Promise<{ app: StoredApp; secret: string | null }> {
    const [under, digest] = [sha256(idempotencyKey), sha256(JSON.stringify(request))];
    const done = await this.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('app'))`);
      const [known] = await em.execute<StoredApp[]>(`select * from app where asked_under = ?`, [under]);
      if (known && known.asked_digest !== digest) {
        throw clientError('IDEMPOTENCY_KEY_REUSED', 'Another app was registered under this idempotencyKey.');
      }
      if (known) return { app: known, secret: null };
      await this.#refuseMore(em);
      const id = `app-${newId()}`;
      const { name, use, purpose, contact, republish, attribution, scopes, origins } = request;
      await em.execute(
        `insert into app (id, name, use, purpose, contact, republish, attribution, scopes, origins, state, asked_under,
           asked_digest, asked_at)
         values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, 'WAITING', ?, ?, ?)`,
        [
          ...[id, name, use, purpose, contact, republish, attribution ?? null],
          ...[JSON.stringify(scopes), JSON.stringify(origins), under, digest, this.now()],
        ],
      );
      await this.#note(em, id, 'registered', id);
      const app = await existing(em, id);
      return { app, secret: await this.#addSecret(em, app) };
    });
    this.keys.watch.changed();
    return done;
  }

  /** @throws GraphQLError `BAD_USER_INPUT`, `WRONG_STATE` */
  async decide(id: string, { step, by, reason, scopes, rate }: Decision): Promise<StoredApp> {
    const { from, to } = steps[step];
    if (step !== 'ACCEPT' && step !== 'RESUME' && !reason?.trim()) {
      throw badUserInput(`reason: expected why, to tell the app, got none.`);
    }
    const app = await this.em.fork().transactional(async (em) => {
      const before = await existing(em, id, 'for update');
      if (!(from as readonly string[]).includes(before.state)) {
        throw clientError('WRONG_STATE', `${step}: expected an app that is ${from.join(' or ')}, got ${before.state}.`);
      }
      const more = scopes?.filter((scope) => !before.scopes.includes(scope)) ?? [];
      if (more.length > 0) {
        throw badUserInput(`scopes: expected some of ${before.scopes.join(', ') || 'none'}, got ${more.join(', ')}.`);
      }
      await em.execute(
        `update app set state = ?, reason = ?, decided_at = ?, decided_by = ?, scopes = ?::jsonb,
           rate_per_second = coalesce(?, rate_per_second), rate_burst = coalesce(?, rate_burst) where id = ?`,
        [
          ...[to, reason ?? null, this.now(), by, JSON.stringify(scopes ?? before.scopes)],
          ...[rate?.perSecond ?? null, rate?.burst ?? null, id],
        ],
      );
      if (to === 'REFUSED') await em.execute(`delete from app_document where app = ?`, [id]);
      await this.#note(em, id, to.toLowerCase(), by, reason);
      return existing(em, id);
    });
    this.keys.watch.changed();
    return app;
  }

  /** Makes a secret beside those that are good. @throws GraphQLError `TOO_MANY_KEYS` */
  async renewSecret(id: string): Promise<{ app: StoredApp; secret: string }> {
    const renewed = await this.em.fork().transactional(async (em) => {
      const app = await existing(em, id, 'for update');
      if ((await this.#secretsOf(em, id)).length >= maxSecrets) {
        throw clientError(
          'TOO_MANY_KEYS',
          `Expected at most ${maxSecrets} secrets of an app: revoke one that is not used any more.`,
        );
      }
      await this.#note(em, id, 'made a secret', id);
      return { app, secret: await this.#addSecret(em, app) };
    });
    this.keys.watch.changed();
    return renewed;
  }

  /** Revokes a secret of an app for good. @throws GraphQLError `BAD_USER_INPUT` */
  async revokeSecret(app: string, secret: string, by: string): Promise<StoredApp> {
    const revoked = await this.em.fork().transactional(async (em) => {
      const rows: unknown[] = await em.execute(
        `update program_key set revoked_at = coalesce(revoked_at, ?), revoked_by = coalesce(revoked_by, ?)
         where id = ? and app = ? returning id`,
        [this.now(), by, secret, app],
      );
      if (rows.length === 0) throw badUserInput(`id: expected the id of a secret of this app, got ${secret}.`);
      await this.#note(em, app, `revoked the secret ${secret}`, by);
      return existing(em, app);
    });
    this.keys.watch.changed();
    return revoked;
  }

  /** The secrets of an app that are good. */
  secretsOf(app: string): Promise<AppSecret[]> {
    return this.#secretsOf(this.em.fork(), app);
  }

  find(id: string): Promise<StoredApp | undefined> {
    return findApp(this.em.fork(), id);
  }

  /** Apps, those that wait first, then the newest. */
  async list(state: StoredApp['state'] | null): Promise<StoredApp[]> {
    return this.em
      .fork()
      .execute<StoredApp[]>(
        `select * from app where state = coalesce(?::text, state) order by state <> 'WAITING', asked_at desc, id limit ?`,
        [state, maxApps],
      );
  }

  /** What happened to an app, the newest first. */
  async changesOf(app: string): Promise<{ at: string; what: string; by: string; reason: string | null }[]> {
    return this.em
      .fork()
      .execute(`select at, what, by, reason from app_change where app = ? order by at desc limit 100`, [app]);
  }

  /** What nobody decided in time is refused, so that those who never come back keep nobody out. */
  async #refuseMore(em: EntityManager): Promise<void> {
    const now = this.now();
    await em.execute(
      `update app set state = 'REFUSED', reason = ?, decided_at = ?, decided_by = 'registry'
       where state = 'WAITING' and asked_at < ?`,
      [`Nobody decided within ${waitingDays} days.`, now, new Date(now.getTime() - waitingDays * 86_400_000)],
    );
    const [count] = await em.execute<{ all: number; waiting: number }[]>(
      `select count(*)::int as all, (count(*) filter (where state = 'WAITING'))::int as waiting
       from app where state <> 'REFUSED'`,
    );
    if ((count?.waiting ?? 0) < maxWaiting && (count?.all ?? 0) < maxApps) return;
    throw clientError('TOO_MANY_APPS', `Too many apps wait for an operator to decide: try again in some days.`);
  }

  async #addSecret(em: EntityManager, app: StoredApp): Promise<string> {
    const id = newId();
    const secret = programKeySecret(id, randomBytes(32));
    await em.execute(
      `insert into program_key (id, hash, name, role, scopes, purpose, until, created_by, owner, created_at, app)
       values (?, ?, ?, 'app', '[]'::jsonb, ?, ?::date, ?, ?, ?, ?)`,
      [
        ...[id, programKeyHash(secret), app.name, app.purpose, daysLater(dayInProvince(this.now()), maxDays)],
        ...[app.id, app.id, this.now(), app.id],
      ],
    );
    return secret;
  }

  async #secretsOf(em: EntityManager, app: string): Promise<AppSecret[]> {
    return em.execute<AppSecret[]>(
      `select id, until::text as until, created_at from program_key
       where app = ? and revoked_at is null and until >= ?::date order by created_at`,
      [app, dayInProvince(this.now())],
    );
  }

  async #note(em: EntityManager, app: string, what: string, by: string, reason?: string | null): Promise<void> {
    await em.execute(`insert into app_change (app, at, what, by, reason) values (?, ?, ?, ?, ?)`, [
      ...[app, this.now(), what, by, reason ?? null],
    ]);
  }
}

async function existing(em: EntityManager, id: string, lock = ''): Promise<StoredApp> {
  const app = await findApp(em, id, lock);
  if (!app) throw badUserInput(`id: expected the id of an app, got ${JSON.stringify(id)}.`);
  return app;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const serverApps = defineService<AppBook>('apps');

/** The apps of a server, which its resolvers share. */
export function openAppBook(endpoints: Pick<Endpoints, 'em' | 'now' | 'config' | 'services'>): AppBook {
  return endpoints.services.open(
    serverApps,
    () => new AppBook(endpoints.em.fork(), endpoints.now, openKeyBook(endpoints)),
  );
}

/** The apps of the server that answers a request. */
export function appBookOf({ services }: Pick<SubgraphContext, 'services'>): AppBook {
  return services.of(serverApps);
}
