import { randomBytes } from 'node:crypto';
import { defineService, type Endpoints, type SubgraphContext } from '@hub/kit';
import {
  clientError,
  type Clock,
  dayInProvince,
  maxProgramKeys,
  programKeyHash,
  programKeySecret,
} from '@hub/protocol';
import { newId } from '@hub/runtime';
import type { KeyRequest } from './key-request.js';
import { KeyWatch } from './key-watch.js';
import { type ProgramKey, ProgramKeyEntity } from './program-key.entity.js';

type EntityManager = SubgraphContext['em'];

/** How many usable keys a person may have. */
export const maxKeysOfPerson = 20;

/** The inputs for creating a key, in addition to the request. */
export interface Creation {
  readonly request: KeyRequest;
  /** The checked scopes, all within the role's. */
  readonly scopes: readonly string[];
  readonly createdBy: string;
  /** The creator's identifier at the issuer; undefined if an operator's command creates it. */
  readonly owner: string | undefined;
  /** How many keys the owner may have. */
  readonly most?: number;
}

/** A key, with its text, which is shown once. */
export interface Created {
  readonly key: ProgramKey;
  readonly secret: string;
}

const isUsable = `revoked_at is null and until >= ?::date`;

/** The registry's keys. */
export class KeyBook {
  readonly watch = new KeyWatch();

  /** @param agreementsFolder the folder of the organisations' agreements; undefined if none are enforced. */
  constructor(
    private readonly em: EntityManager,
    private readonly now: Clock,
    readonly agreementsFolder: string | undefined,
  ) {}

  /** The day in the province. */
  get today(): string {
    return dayInProvince(this.now());
  }

  /** @throws GraphQLError `TOO_MANY_KEYS` */
  async create(creation: Creation): Promise<Created> {
    const id = newId();
    const secret = programKeySecret(id, randomBytes(32));
    const key = await this.em.fork().transactional(async (em) => {
      // One at a time, so that the count stays valid.
      await em.execute(`select pg_advisory_xact_lock(hashtext('program_key'))`);
      await this.#refuseMore(em, creation);
      return this.#insert(em, id, programKeyHash(secret) ?? '', creation);
    });
    this.watch.changed();
    return { key, secret };
  }

  /**
   * Revokes a key for good; a key that was revoked before does not change.
   * @param owner the required owner; undefined for any.
   * @returns undefined if there is no such key.
   */
  async revoke(id: string, by: string, owner?: string): Promise<ProgramKey | undefined> {
    const em = this.em.fork();
    const whose = owner === undefined ? '' : 'and owner = ?';
    const [row]: Row[] = await em.execute(
      `update program_key set revoked_at = coalesce(revoked_at, ?), revoked_by = coalesce(revoked_by, ?)
       where id = ? and app is null ${whose} returning *`,
      [this.now(), by, id, ...(owner === undefined ? [] : [owner])],
    );
    if (!row) return undefined;
    this.watch.changed();
    return em.map(ProgramKeyEntity, row);
  }

  /** Usable keys, the first to end first; with `all`, also unusable ones, up to a limit. */
  async list(all: boolean): Promise<ProgramKey[]> {
    const em = this.em.fork();
    const rows: Row[] = await em.execute(
      `select * from program_key where app is null ${all ? '' : `and ${isUsable}`} order by until ${all ? 'desc' : ''}, id limit ?`,
      [...(all ? [] : [this.today]), maxProgramKeys],
    );
    return rows.map((row) => em.map(ProgramKeyEntity, row));
  }

  async #refuseMore(em: EntityManager, { owner, most }: Creation): Promise<void> {
    const [count]: { all: number; own: number }[] = await em.execute(
      `select count(*)::int as all, (count(*) filter (where owner = ?))::int as own
       from program_key where app is null and ${isUsable}`,
      [owner ?? null, this.today],
    );
    if ((count?.all ?? 0) >= maxProgramKeys) {
      throw clientError('TOO_MANY_KEYS', `Expected at most ${maxProgramKeys} keys in all: revoke some first.`);
    }
    if (most !== undefined && (count?.own ?? 0) >= most) {
      throw clientError('TOO_MANY_KEYS', `Expected at most ${most} keys of one person: revoke one of yours first.`);
    }
  }

  async #insert(em: EntityManager, id: string, hash: string, { request, ...creation }: Creation): Promise<ProgramKey> {
    const { name, role, organisation, purpose, tables, addresses, rate, until } = request;
    const json = (list: readonly string[] | null | undefined) => (list ? JSON.stringify(list) : null);
    const [row]: Row[] = await em.execute(
      `insert into program_key (id, hash, name, role, organisation, scopes, purpose, tables, addresses, rate_per_second,
         rate_burst, until, created_by, owner, created_at)
       values (?, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?::jsonb, ?, ?, ?::date, ?, ?, ?) returning *`,
      [
        ...[id, hash, name, role, organisation ?? null, json(creation.scopes), purpose, json(tables), json(addresses)],
        ...[rate?.perSecond ?? null, rate?.burst ?? null, until],
        ...[creation.createdBy, creation.owner ?? null, this.now()],
      ],
    );
    if (!row) throw new Error('Expected the row of a new key.');
    return em.map(ProgramKeyEntity, row);
  }
}

type Row = Record<string, unknown>;

const serverKeys = defineService<KeyBook>('keys of programs');

/** The keys of a server, shared by its endpoints and resolvers. */
export function openKeyBook({
  em,
  now,
  config,
  services,
}: Pick<Endpoints, 'em' | 'now' | 'config' | 'services'>): KeyBook {
  return services.open(serverKeys, () => new KeyBook(em.fork(), now, config.agreementsFolder));
}

/** The keys of the server that answers a request. */
export function keyBookOf({ services }: Pick<SubgraphContext, 'services'>): KeyBook {
  return services.of(serverKeys);
}
