import { randomBytes } from 'node:crypto';
import { defineService, type Endpoints, MailPost, type SubgraphContext } from '@hub/kit';
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
import { isSandbox, newId } from '@hub/runtime';
import { type KeyBook, openKeyBook } from '../key/key-book.js';
import { maxDays } from '../key/key-request.js';
import { applicationMail, secretMail } from './app-mail.js';
import type { AppRequest } from './app-request.js';
import {
  type Applicant,
  endOldApplications,
  forget,
  noteMail,
  readMostOfNetwork,
  refuseMoreWaiting,
  takeApplication,
} from './applications.js';
import { mailboxOf, sha256 } from './mailbox.js';
import { findApp, type StoredApp } from './stored-app.js';

type EntityManager = SubgraphContext['em'];

/** How many valid secrets an app may have: the one in use, and the next. */
const maxSecrets = 2;

/** A secret of an app, without its text. */
export interface AppSecret {
  readonly id: string;
  readonly until: string;
  readonly created_at: string;
}

/** The steps that an operator can take with an app. */
export type AppStep = 'CONFIRM' | 'ACCEPT' | 'REFUSE' | 'SUSPEND' | 'RESUME';

/** The states between which each step leads. */
const steps = {
  CONFIRM: { from: ['UNCONFIRMED'], to: 'WAITING' },
  ACCEPT: { from: ['UNCONFIRMED', 'WAITING', 'REFUSED'], to: 'ACCEPTED' },
  REFUSE: { from: ['UNCONFIRMED', 'WAITING'], to: 'REFUSED' },
  SUSPEND: { from: ['ACCEPTED'], to: 'SUSPENDED' },
  RESUME: { from: ['SUSPENDED'], to: 'ACCEPTED' },
} as const satisfies Record<AppStep, { from: readonly StoredApp['state'][]; to: StoredApp['state'] }>;

/** An operator's step, with its details. */
export interface Decision {
  readonly step: AppStep;
  readonly by: string;
  readonly reason?: string | null | undefined;
  /** The app's scopes after the step, out of the requested ones (default: unchanged). */
  readonly scopes?: readonly string[] | null | undefined;
  readonly rate?: { readonly perSecond: number; readonly burst: number } | null | undefined;
}

/** The registry's apps. */
export class AppBook {
  constructor(
    private readonly em: EntityManager,
    private readonly now: Clock,
    readonly keys: KeyBook,
    /** Sends the mails that confirm an application; undefined if this hub sends no mail: then operators confirm. */
    private readonly post: MailPost | undefined,
    private readonly mostOfNetwork: number,
    /** Whether every app is accepted at once, without a mail. */
    private readonly isSandbox: boolean,
  ) {}

  /**
   * Registers an app with its first secret. The app waits for a decision once the mail to its contact is confirmed; in a
   * sandbox it is accepted at once. A repeated request under the same key returns the same app without its secret, which was shown once.
   * @param network the network of the request.
   * @throws GraphQLError `TOO_MANY_APPS`, `IDEMPOTENCY_KEY_REUSED`, `MAIL_NOT_SENT`
   */
  async register(
    request: AppRequest,
    idempotencyKey: string,
    network: string,
  ): Promise<{ app: StoredApp; secret: string | null }> {
    const applicant: Applicant = { network, mailbox: sha256(mailboxOf(request.contact)) };
    const token = newToken();
    const [under, digest] = [sha256(idempotencyKey), sha256(JSON.stringify(request))];
    const done = await this.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('app'))`);
      const [known] = await em.execute<StoredApp[]>(`select * from app where asked_under = ?`, [under]);
      if (known && known.asked_digest !== digest) {
        throw clientError('IDEMPOTENCY_KEY_REUSED', 'Another app was registered under this idempotencyKey.');
      }
      if (known) return { app: known, secret: null };
      await takeApplication(em, applicant, { now: this.now(), mostOfNetwork: this.mostOfNetwork });
      if (this.isSandbox) await refuseMoreWaiting(em);
      const id = `app-${newId()}`;
      const { name, use, purpose, contact, republish, attribution, scopes, origins } = request;
      await em.execute(
        `insert into app (id, name, use, purpose, contact, republish, attribution, scopes, origins, state, asked_under,
           asked_digest, asked_at, mailbox, network)
         values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?)`,
        [
          ...[id, name, use, purpose, contact, republish, attribution ?? null],
          ...[JSON.stringify(scopes), JSON.stringify(origins), this.isSandbox ? 'ACCEPTED' : 'UNCONFIRMED'],
          ...[under, digest, this.now(), applicant.mailbox, network],
        ],
      );
      await this.#note(em, id, 'registered', id);
      const app = await existing(em, id);
      if (this.post)
        await noteMail(em, { hash: sha256(token), app: id, secret: null, mailbox: applicant.mailbox }, this.now());
      return { app, secret: (await this.#addSecret(em, app)).secret };
    });
    if (this.isSandbox) this.keys.watch.changed();
    if (!this.post || done.secret === null) return done;
    const { id, contact } = done.app;
    const fault = await this.post.send(
      contact,
      applicationMail({ hub: this.post.hub, token, app: id }),
      `${id}.confirm`,
    );
    if (fault === undefined) return done;
    await this.em.fork().transactional((em) => forget(em, `id = ? and state = 'UNCONFIRMED'`, [id]));
    throw clientError('MAIL_NOT_SENT', 'The mail that confirms the app could not be sent: try again later.');
  }

  /**
   * Confirms an application, or a new secret's validity, by the link in the mail to the app's contact.
   * @returns whether there was something to confirm.
   * @throws GraphQLError `TOO_MANY_APPS`
   */
  async confirm(token: string): Promise<boolean> {
    const now = this.now();
    const isDone = await this.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('app'))`);
      await endOldApplications(em, now);
      const [found] = await em.execute<{ app: string; secret: string | null }[]>(
        `update app_confirmation set used_at = ? where hash = ? and used_at is null returning app, secret`,
        [now, sha256(token)],
      );
      if (!found) return false;
      if (found.secret === null) {
        await refuseMoreWaiting(em);
        const waiting = await em.execute<object[]>(
          `update app set state = 'WAITING' where id = ? and state = 'UNCONFIRMED' returning id`,
          [found.app],
        );
        if (waiting.length > 0) await this.#note(em, found.app, 'confirmed', found.app);
        return waiting.length > 0;
      }
      const prolonged = await em.execute<object[]>(
        `update program_key set until = ?::date where id = ? and app = ? and revoked_at is null returning id`,
        [this.#lastDay, found.secret, found.app],
      );
      if (prolonged.length > 0) await this.#note(em, found.app, `prolonged the secret ${found.secret}`, found.app);
      return prolonged.length > 0;
    });
    this.keys.watch.changed();
    return isDone;
  }

  /** Removes all undecided apps: unconfirmed ones are deleted, waiting ones are refused. @returns how many. */
  async clear(by: string, reason: string): Promise<number> {
    const cleared = await this.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('app'))`);
      const forgotten = await forget(em, `state = 'UNCONFIRMED'`, []);
      const refused = await em.execute<{ id: string }[]>(
        `update app set state = 'REFUSED', reason = ?, decided_at = ?, decided_by = ? where state = 'WAITING' returning id`,
        [reason, this.now(), by],
      );
      for (const { id } of refused) await this.#note(em, id, 'refused', by, reason);
      return forgotten + refused.length;
    });
    this.keys.watch.changed();
    return cleared;
  }

  /** @throws GraphQLError `BAD_USER_INPUT`, `WRONG_STATE` */
  async decide(id: string, { step, by, reason, scopes, rate }: Decision): Promise<StoredApp> {
    const { from, to } = steps[step];
    if ((step === 'REFUSE' || step === 'SUSPEND') && !reason?.trim()) {
      throw badUserInput(`reason: expected why, to tell the app, got none.`);
    }
    const app = await this.em.fork().transactional(async (em) => {
      const before = await existing(em, id, 'for update');
      if (!(from as readonly string[]).includes(before.state)) {
        throw clientError('WRONG_STATE', `${step}: expected an app that is ${from.join(' or ')}, got ${before.state}.`);
      }
      if (step === 'CONFIRM') await refuseMoreWaiting(em);
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
      await this.#note(em, id, step === 'CONFIRM' ? 'confirmed' : to.toLowerCase(), by, reason);
      return existing(em, id);
    });
    this.keys.watch.changed();
    return app;
  }

  /**
   * Makes a further secret. No secret prolongs itself: if the app asks, the new one ends with the last of the valid
   * ones, until the app's contact confirms it by mail, or an operator makes one.
   * @throws GraphQLError `TOO_MANY_KEYS`, `TOO_MANY_APPS`
   */
  async renewSecret(id: string, by: string): Promise<{ app: StoredApp; secret: string }> {
    const token = newToken();
    const isOwn = by === id;
    const renewed = await this.em.fork().transactional(async (em) => {
      const app = await existing(em, id, 'for update');
      const good = await this.#secretsOf(em, id);
      if (good.length >= maxSecrets) {
        throw clientError(
          'TOO_MANY_KEYS',
          `Expected at most ${maxSecrets} secrets of an app: revoke one that is not used any more.`,
        );
      }
      await this.#note(em, id, 'made a secret', by);
      const last =
        good
          .map(({ until }) => until)
          .sort()
          .at(-1) ?? dayInProvince(this.now());
      const made = await this.#addSecret(em, app, isOwn ? last : this.#lastDay);
      const mail = { hash: sha256(token), app: id, secret: made.id, mailbox: sha256(mailboxOf(app.contact)) };
      if (isOwn && this.post) await noteMail(em, mail, this.now());
      return { app, ...made };
    });
    this.keys.watch.changed();
    if (isOwn && this.post) {
      // Without a confirmation, the secret is valid as long as the former one.
      await this.post.send(
        renewed.app.contact,
        secretMail({ hub: this.post.hub, token, app: id }),
        `${renewed.id}.confirm`,
      );
    }
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

  /** The valid secrets of an app. */
  secretsOf(app: string): Promise<AppSecret[]> {
    return this.#secretsOf(this.em.fork(), app);
  }

  find(id: string): Promise<StoredApp | undefined> {
    return findApp(this.em.fork(), id);
  }

  /** Apps, the waiting ones first, then the newest. */
  async list(state: StoredApp['state'] | null): Promise<StoredApp[]> {
    return this.em.fork().execute<StoredApp[]>(
      `select * from app where state = coalesce(?::text, state)
         order by state <> 'WAITING', state <> 'UNCONFIRMED', asked_at desc, id limit ?`,
      [state, maxApps],
    );
  }

  /** The history of an app, the newest first. */
  async changesOf(app: string): Promise<{ at: string; what: string; by: string; reason: string | null }[]> {
    return this.em
      .fork()
      .execute(`select at, what, by, reason from app_change where app = ? order by at desc limit 100`, [app]);
  }

  get #lastDay(): string {
    return daysLater(dayInProvince(this.now()), maxDays);
  }

  async #addSecret(
    em: EntityManager,
    app: StoredApp,
    until = this.#lastDay,
  ): Promise<{ readonly id: string; readonly secret: string }> {
    const id = newId();
    const secret = programKeySecret(id, randomBytes(32));
    await em.execute(
      `insert into program_key (id, hash, name, role, scopes, purpose, until, created_by, owner, created_at, app)
       values (?, ?, ?, 'app', '[]'::jsonb, ?, ?::date, ?, ?, ?, ?)`,
      [...[id, programKeyHash(secret), app.name, app.purpose, until], ...[app.id, app.id, this.now(), app.id]],
    );
    return { id, secret };
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

/** The token in a mail's link: the longest code that a link may have. */
function newToken(): string {
  return randomBytes(30).toString('base64url');
}

const serverApps = defineService<AppBook>('apps');

/** The apps of a server, shared by its resolvers. */
export function openAppBook(endpoints: Pick<Endpoints, 'em' | 'now' | 'config' | 'services'>): AppBook {
  const { em, now, config, services } = endpoints;
  return services.open(serverApps, () => {
    const sandbox = isSandbox(process.env);
    const post = config.mail && !sandbox ? new MailPost(config.mail) : undefined;
    return new AppBook(em.fork(), now, openKeyBook(endpoints), post, readMostOfNetwork(process.env), sandbox);
  });
}

/** The apps of the server that answers a request. */
export function appBookOf({ services }: Pick<SubgraphContext, 'services'>): AppBook {
  return services.of(serverApps);
}
