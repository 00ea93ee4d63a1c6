import { createHash } from 'node:crypto';
import type { SubgraphContext } from '@hub/kit';
import {
  type AccessFeed,
  type Clock,
  dayInProvince,
  type FeedApp,
  feedBounds,
  type FeedKey,
  type FeedOrganisation,
  type NamedKey,
  type NumberedFeed,
  writeFeedAnswer,
} from '@hub/protocol';
import type { KeyWatch } from '../key/key-watch.js';
import { agreementsText, appTermsText, digestOf, documentList, keyTermsText } from './terms.js';

type EntityManager = SubgraphContext['em'];

/** The parts that make the feed. */
export interface FeedMeans {
  readonly now: Clock;
  /** Changes when an entry of the feed may have changed. */
  readonly watch: KeyWatch;
  /** The key that signs the feed; without it the feed is unsigned. */
  readonly key: () => NamedKey | undefined;
}

/** The request of a follower. */
export interface FeedRequest {
  /** The sequence that is known; 0 before any. */
  readonly after: number;
  readonly nonce: string;
  /** Whether the follower waits for another feed. */
  readonly waits: boolean;
}

/** The last feed, and the state of the registry that it was made from. */
interface Made {
  readonly version: string;
  readonly day: string;
  readonly feed: Promise<NumberedFeed>;
}

/** The registry's feed: which keys, apps and agreements hold, and under which sequence. */
export class FeedBook {
  #made: Made | undefined;

  constructor(
    private readonly em: EntityManager,
    private readonly means: FeedMeans,
  ) {}

  /** The feed, once it is another than the one that is known, or after a while. */
  async after({ after, nonce, waits }: FeedRequest, signal: AbortSignal): Promise<string> {
    const { watch, key } = this.means;
    let [version, feed] = [watch.version, await this.#current()];
    while (waits && feed.sequence === after) {
      await watch.after(version, signal);
      const isOver = watch.version === version;
      [version, feed] = [watch.version, await this.#current()];
      if (isOver) break;
    }
    return writeFeedAnswer(feed, { known: after, nonce }, key());
  }

  /** Makes the feed once for all followers, until an entry or the day changes. */
  #current(): Promise<NumberedFeed> {
    const { now, watch } = this.means;
    const [{ version }, day] = [watch, dayInProvince(now())];
    if (this.#made?.version === version && this.#made.day === day) return this.#made.feed;
    const made = { version, day, feed: this.#make(day) };
    this.#made = made;
    made.feed.catch(() => {
      if (this.#made === made) this.#made = undefined;
    });
    return made.feed;
  }

  async #make(today: string): Promise<NumberedFeed> {
    return this.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('access_feed'))`);
      const apps = await followedApps(em);
      const keys = [...(await followedKeys(em, today)), ...(await followedSecrets(em, apps))];
      const feed: AccessFeed = { keys, apps, organisations: await followedOrganisations(em) };
      const text = JSON.stringify(feed);
      // By the clock: after a restore the registry goes on above the sequences that followers have.
      const [row] = await em.execute<{ sequence: number }[]>(
        `insert into access_feed (sequence, digest) values (?, ?) on conflict (single) do update set
           sequence = case when access_feed.digest = excluded.digest then access_feed.sequence
             else greatest(access_feed.sequence + 1, excluded.sequence) end,
           digest = excluded.digest
         returning sequence::float8 as sequence`,
        [this.means.now().getTime(), createHash('sha256').update(text).digest('hex')],
      );
      if (!row) throw new Error('Expected the sequence of the feed.');
      return { sequence: row.sequence, text };
    });
  }
}

const isUsable = `revoked_at is null and until >= ?::date`;
const keyColumns = `id, hash, until::text as until, case when revoked_at is not null then true end as revoked`;

async function followedKeys(em: EntityManager, today: string): Promise<FeedKey[]> {
  const ofPrograms = `select ${keyColumns}, ${digestOf(keyTermsText)} as terms from program_key where app is null`;
  const usable = await em.execute<FeedKey[]>(`${ofPrograms} and ${isUsable} order by id limit ?`, [
    ...[today, feedBounds.keys],
  ]);
  const ended = await em.execute<FeedKey[]>(
    `${ofPrograms} and not (${isUsable}) order by coalesce(revoked_at, until) desc, id limit ?`,
    [today, feedBounds.endedKeys],
  );
  return [...usable, ...ended].map(withoutNulls);
}

/** Good secrets first, then revoked ones; the latest first. */
async function followedSecrets(em: EntityManager, apps: readonly FeedApp[]): Promise<FeedKey[]> {
  const secrets = await em.execute<FeedKey[]>(
    `select id, hash, until, revoked, app from (
       select ${keyColumns}, app,
         row_number() over (partition by app order by revoked_at is not null, created_at desc, id) as place
       from program_key where app in (select jsonb_array_elements_text(?::jsonb))) as secret
     where place <= ? order by id`,
    [JSON.stringify(apps.map(({ id }) => id)), feedBounds.secrets],
  );
  return secrets.map(withoutNulls);
}

async function followedApps(em: EntityManager): Promise<FeedApp[]> {
  const columns = `id, state, ${digestOf(appTermsText)} as terms,
    case when state = 'ACCEPTED' then ${digestOf(documentList)} end as documents,
    case when state = 'ACCEPTED' then (select jsonb_agg(${digestOf('site')} order by site)
      from jsonb_array_elements_text(origins) as site) end as origins`;
  const told = await em.execute<FeedApp[]>(
    `select ${columns} from app where state in ('WAITING', 'ACCEPTED', 'SUSPENDED') order by id limit ?`,
    [feedBounds.apps],
  );
  const refused = await em.execute<FeedApp[]>(
    `select ${columns} from app where state = 'REFUSED' order by decided_at desc, id limit ?`,
    [feedBounds.refusedApps],
  );
  return [...told, ...refused].map(withoutNulls);
}

async function followedOrganisations(em: EntityManager): Promise<FeedOrganisation[]> {
  return em.execute<FeedOrganisation[]>(
    `select code, state, ${digestOf(agreementsText)} as agreements from linked_organisation o
     where said is not null and state in ('LIVE', 'SUSPENDED', 'LEFT') order by state = 'LEFT', code limit ?`,
    [feedBounds.organisations],
  );
}

function withoutNulls<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
}
