import type { SubgraphContext } from '@hub/kit';
import { type AccessFeed, dayInProvince, isRegisteredAppId } from '@hub/protocol';
import type { CombinedFigures } from '../agreements/combined-figures.js';

type Em = SubgraphContext['em'];

/** How long the registry's feed counts after it was said last, in milliseconds. */
const knownForMs = 120_000;

/** Why the owner of a webhook lost its right to events. */
export type LostRight = 'APP_NOT_ACCEPTED' | 'NO_KEY' | 'NOT_LINKED' | 'AGREEMENT_ENDED';

/** The code of the organisation whose events webhooks get. */
const own = 'movement';

/** The field that every webhook rests on, and the one that a webhook for single communes rests on, too. */
const [everyWebhook, forCommunes] = ['Mutation.createWebhook', 'HubEvent.communeCodes'];

/** The roles by which webhooks may be managed: a webhook from before roles were kept may be any one's. */
const managingRoles = ['app', 'organisation-service', 'operator'];

/** An active webhook, and the facts on which its owner's right rests. */
interface Owned {
  readonly id: string;
  readonly owner: string;
  readonly organisation: string | null;
  readonly app: string | null;
  readonly roles: readonly string[] | null;
  readonly isForCommunes: boolean;
  /** The state of the owner's organisation in movement's list; null where it has none. */
  readonly state: string | null;
}

/** Judges by the registry's feed and by the agreements whether the owners of webhooks still have the right to events. */
export class WebhookRights {
  #feed: Pick<AccessFeed, 'keys' | 'apps' | 'organisations'> | undefined;
  #saidAt = -Infinity;

  /**
   * @param isFollowed whether a feed is followed; without a feed, no app registers and no organisation publishes.
   * @param agreements the agreements enforced now; undefined where none are.
   */
  constructor(
    readonly isFollowed: boolean,
    private readonly now: SubgraphContext['now'],
    private readonly agreements: () => Pick<CombinedFigures, 'shares'> | undefined = () => undefined,
    private readonly clock = () => performance.now(),
  ) {}

  /** The registry said which feed holds. */
  said(feed: AccessFeed | undefined): void {
    this.#feed = feed ?? this.#feed;
    this.#saidAt = this.clock();
  }

  /**
   * Disables the webhooks of owners that lost the right, with the reason.
   * @returns the owners whose state is unknown now: their webhooks wait.
   */
  async end(em: Em, log: SubgraphContext['log']): Promise<readonly string[]> {
    if (!this.isFollowed && !this.agreements()) return [];
    const webhooks = await em.execute<Owned[]>(
      `select w.id, w.owner, w.owner_organisation as organisation, w.owner_app as app, w.owner_roles as roles,
         w.communes is not null as "isForCommunes", o.state
       from webhook w left join organisation o on o.code = w.owner_organisation where w.state = 'ACTIVE'`,
    );
    const isKnown = !this.isFollowed || this.clock() - this.#saidAt <= knownForMs;
    const lost = webhooks.flatMap((webhook) => {
      const reason =
        (isKnown && this.isFollowed ? this.#lostByFeed(webhook) : undefined) ??
        lostByState(webhook) ??
        (this.#isShared(webhook) === false ? 'AGREEMENT_ENDED' : undefined);
      return reason === undefined ? [] : [{ id: webhook.id, reason }];
    });
    if (lost.length > 0) {
      const ended = await em.execute<{ id: string; reason: string }[]>(
        `update webhook w set state = 'DISABLED', disabled_reason = l.reason, retry_at = null
         from json_to_recordset(?::json) as l(id text, reason text) where w.id = l.id and w.state = 'ACTIVE'
         returning w.id, l.reason`,
        [JSON.stringify(lost)],
      );
      for (const { id, reason } of ended)
        log.warn({ webhook: id, reason }, 'a webhook is disabled: its owner lost the right');
    }
    const unknown = webhooks.filter(
      (one) => (!isKnown && isRegisteredAppId(one.owner)) || this.#isShared(one) === undefined,
    );
    return [...new Set(unknown.map(({ owner }) => owner))];
  }

  /** Whether the agreements still share a webhook's events with its owner; undefined where none can be used. */
  #isShared({ organisation, app, roles, isForCommunes }: Owned): boolean | undefined {
    const agreements = this.agreements();
    if (!agreements) return true;
    const asker = { roles: roles ?? managingRoles, ...(organisation && { organisation }), ...(app && { app }) };
    const day = dayInProvince(this.now());
    const fields = isForCommunes ? [everyWebhook, forCommunes] : [everyWebhook];
    const shared = fields.map((field) => agreements.shares(own, field, asker, day));
    return shared.includes(false) ? false : shared.includes(undefined) ? undefined : true;
  }

  #lostByFeed({ owner, organisation }: Owned): LostRight | undefined {
    const { keys = [], apps = [], organisations = [] } = this.#feed ?? {};
    if (isRegisteredAppId(owner)) {
      if (apps.find(({ id }) => id === owner)?.state !== 'ACCEPTED') return 'APP_NOT_ACCEPTED';
      const today = dayInProvince(this.now());
      if (!keys.some(({ app, revoked, until }) => app === owner && !revoked && until >= today)) return 'NO_KEY';
    }
    const publishes = organisations.find(({ code }) => code === organisation);
    return publishes && publishes.state !== 'LIVE' ? 'NOT_LINKED' : undefined;
  }
}

/** Judges by movement's own list of organisations, which has the operator's folders, too. */
function lostByState({ organisation, state }: Owned): LostRight | undefined {
  return organisation !== null && (state === 'SUSPENDED' || state === 'LEFT') ? 'NOT_LINKED' : undefined;
}
