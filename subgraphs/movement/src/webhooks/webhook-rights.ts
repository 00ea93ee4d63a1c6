import type { SubgraphContext } from '@hub/kit';
import { type AccessFeed, dayInProvince, isRegisteredAppId } from '@hub/protocol';

type Em = SubgraphContext['em'];

/** How long the registry's feed counts after it was said last, in milliseconds. */
const knownForMs = 120_000;

/** Why the owner of a webhook lost its right to events. */
export type LostRight = 'APP_NOT_ACCEPTED' | 'NO_KEY' | 'NOT_LINKED';

/** Judges by the registry's feed whether the owners of webhooks still have the right to events. */
export class WebhookRights {
  #feed: Pick<AccessFeed, 'keys' | 'apps' | 'organisations'> | undefined;
  #saidAt = -Infinity;

  /** @param isFollowed whether a feed is followed; where none is, nobody registers and nobody publishes. */
  constructor(
    readonly isFollowed: boolean,
    private readonly now: SubgraphContext['now'],
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
    if (!this.isFollowed) return [];
    const owners = await em.execute<{ owner: string; organisation: string | null; state: string | null }[]>(
      `select distinct w.owner, w.owner_organisation as organisation, o.state
       from webhook w left join organisation o on o.code = w.owner_organisation where w.state = 'ACTIVE'`,
    );
    const isKnown = this.clock() - this.#saidAt <= knownForMs;
    const lost = owners.flatMap(({ owner, organisation, state }) => {
      const reason = (isKnown ? this.#lostByFeed(owner, organisation) : undefined) ?? lostByState(organisation, state);
      return reason === undefined ? [] : [{ owner, organisation, reason }];
    });
    if (lost.length > 0) {
      const ended = await em.execute<{ id: string; reason: string }[]>(
        `update webhook w set state = 'DISABLED', disabled_reason = l.reason, retry_at = null
         from json_to_recordset(?::json) as l(owner text, organisation text, reason text)
         where w.owner = l.owner and w.owner_organisation is not distinct from l.organisation and w.state = 'ACTIVE'
         returning w.id, l.reason`,
        [JSON.stringify(lost)],
      );
      for (const { id, reason } of ended)
        log.warn({ webhook: id, reason }, 'a webhook is disabled: its owner lost the right');
    }
    return isKnown ? [] : owners.flatMap(({ owner }) => (isRegisteredAppId(owner) ? [owner] : []));
  }

  #lostByFeed(owner: string, organisation: string | null): LostRight | undefined {
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
function lostByState(organisation: string | null, state: string | null): LostRight | undefined {
  return organisation !== null && (state === 'SUSPENDED' || state === 'LEFT') ? 'NOT_LINKED' : undefined;
}
