import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { type SubgraphContext } from '@hub/kit';
import { clientError, type Clock, isLinked, type LinkState, reservedCodes } from '@hub/protocol';
import {
  addDocument,
  type DocumentKind,
  keepWaiting,
  newestOf,
  putInForce,
  tellMore,
  type WaitingSchema,
} from './organisation-documents.js';
import { documentsInForce, schemaInForce } from './published-organisations.js';
import type {
  DocumentVersion,
  Joining,
  ListedOrganisation,
  Published,
  Publishing,
  ShownOrganisation,
} from './organisation-views.js';
import type { SnapshotBook } from './snapshot-book.js';
import { addKey } from './statement-book.js';

type Em = SubgraphContext['em'];

/** How long an invitation is valid, in milliseconds. */
const invitedForMs = 14 * 86_400_000;

/** The next possible states of each state: an organisation that left may be invited again. */
const follows: Readonly<Record<LinkState, readonly LinkState[]>> = {
  INVITED: ['CHECKING', 'LEFT'],
  CHECKING: ['LIVE', 'LEFT'],
  LIVE: ['SUSPENDED', 'LEFT'],
  SUSPENDED: ['LIVE', 'LEFT'],
  LEFT: ['INVITED'],
};

/** The organisations that publish at the registry. A change of live data makes a snapshot, in one transaction. */
export class OrganisationBook {
  constructor(
    private readonly em: Em,
    private readonly snapshots: SnapshotBook,
    private readonly now: Clock,
  ) {}

  /** Invites an organisation. @returns the secret with which it joins, shown once. @throws GraphQLError */
  async invite(code: string, by: string): Promise<string> {
    if (reservedCodes.has(code) || isLinked(code)) {
      throw clientError('BAD_USER_INPUT', `code: expected one that is neither the hub's own nor taken, got ${code}.`);
    }
    const secret = randomBytes(32).toString('base64url');
    await this.em.fork().transactional(async (tx) => {
      const [row] = await lock(tx, code);
      if (row && !['INVITED', 'LEFT'].includes(row.state)) {
        throw clientError('CONFLICT', `Expected an organisation that is not linked, but ${code} is ${row.state}.`);
      }
      await tx.execute(
        `insert into linked_organisation (code, state) values (?, 'INVITED')
         on conflict (code) do update set state = 'INVITED'`,
        [code],
      );
      await tx.execute('delete from invitation where code = ? and used_at is null', [code]);
      await tx.execute('insert into invitation (secret_hash, code, invited_by, until) values (?, ?, ?, ?)', [
        ...[hashOf(secret), code, by, new Date(this.now().getTime() + invitedForMs)],
      ]);
      await this.#note(tx, code, 'INVITED', 'invited', by);
    });
    return secret;
  }

  /**
   * Checks that a secret is a valid invitation. It stays valid.
   * @throws GraphQLError `UNAUTHENTICATED`
   */
  async expectInvitation(secret: string, code: string): Promise<void> {
    const em = this.em.fork();
    const found: unknown[] = await em.execute(
      'select 1 from invitation where secret_hash = ? and code = ? and used_at is null and until > ?',
      [hashOf(secret), code, this.now()],
    );
    if (found.length === 0) throw await notInvited(em, secret, code);
  }

  /**
   * An invited organisation joins: it is examined, and stays invisible for now.
   * @throws GraphQLError `UNAUTHENTICATED` if the secret is not valid; `BAD_USER_INPUT`.
   */
  async join(secret: string, { code, said, publicKey, agreements, schema, examined }: Joining): Promise<void> {
    const now = this.now();
    await this.em.fork().transactional(async (tx) => {
      const used: unknown[] = await tx.execute(
        `update invitation set used_at = ? where secret_hash = ? and code = ? and used_at is null and until > ? returning code`,
        [now, hashOf(secret), code, now],
      );
      if (used.length === 0) throw await notInvited(tx, secret, code);
      await lock(tx, code);
      await addKey(tx, code, { publicKey, from: now, until: null });
      await tx.execute(`update linked_organisation set said = ?::jsonb, state = 'CHECKING' where code = ?`, [
        JSON.stringify(said),
        code,
      ]);
      for (const [kind, content] of [
        ['AGREEMENTS', agreements],
        ['SCHEMA', schema],
      ] as const) {
        if (content === null) continue;
        const document = { code, kind, content, by: code, at: now, ...(kind === 'SCHEMA' && { examined }) };
        await putInForce(tx, code, kind, await addDocument(tx, document));
      }
      await this.#note(tx, code, 'CHECKING', 'joined', code);
    });
  }

  /**
   * Changes an organisation's state.
   * @param what the entry in the history, if it is not the state's name.
   * @throws GraphQLError `CONFLICT` if the state cannot follow, or the schemas do not compose.
   */
  async change(code: string, state: LinkState, by: string, reason?: string, what?: string): Promise<void> {
    await this.em.fork().transactional(async (tx) => {
      const [row] = await lock(tx, code);
      if (!row || !follows[row.state].includes(state)) {
        const from = row?.state ?? 'not known';
        throw clientError('CONFLICT', `Expected a state that follows ${from}, but got ${state} for ${code}.`);
      }
      await tx.execute('update linked_organisation set state = ? where code = ?', [state, code]);
      await this.#note(tx, code, state, what ?? state.toLowerCase(), by, reason);
      await this.snapshots.make(tx);
    });
    this.snapshots.changed();
  }

  /**
   * Publishes an organisation's agreements, pages or schema: in force at once if the organisation is live, unless the
   * document waits. A document that equals the newest version makes no new version.
   * @throws GraphQLError `CONFLICT` if the schemas do not compose.
   */
  async publish(
    code: string,
    kind: DocumentKind,
    content: string,
    by: string,
    more: Publishing = {},
  ): Promise<Published> {
    const published = await this.em.fork().transactional(async (tx): Promise<Published> => {
      const [row] = await lock(tx, code);
      if (!row || !['CHECKING', 'LIVE', 'SUSPENDED'].includes(row.state)) {
        throw clientError('NOT_LINKED', `Expected an organisation that has joined, but got ${code}.`);
      }
      const { override, waitsFor, examined } = more;
      const newest = await newestOf(tx, code, kind, content);
      const version =
        newest ?? (await addDocument(tx, { code, kind, content, by, at: this.now(), override, examined }));
      if (newest !== undefined) await tellMore(tx, { code, kind, version, override, examined });
      if (waitsFor === undefined) await putInForce(tx, code, kind, version);
      else await keepWaiting(tx, code, version, waitsFor, this.now());
      const what = `published ${kind.toLowerCase()} ${version}`;
      await this.#note(
        tx,
        code,
        row.state,
        waitsFor === undefined ? what : `${what}, which waits`,
        by,
        override ?? waitsFor,
      );
      if (waitsFor !== undefined) return { version, state: 'WAITING', reason: waitsFor };
      await this.snapshots.make(tx);
      return { version, state: row.state === 'LIVE' ? 'IN_FORCE' : 'KEPT' };
    });
    this.snapshots.changed();
    return published;
  }

  /** Puts a former version in force again, or makes it wait. @throws GraphQLError */
  async rollBack(code: string, kind: DocumentKind, version: number, by: string, waitsFor?: string): Promise<void> {
    await this.em.fork().transactional(async (tx) => {
      const [row] = await lock(tx, code);
      const [found]: unknown[] = await tx.execute(
        'select version from organisation_document where (code, kind, version) = (?, ?, ?)',
        [code, kind, version],
      );
      if (!row || !found) {
        throw clientError('BAD_USER_INPUT', `Expected a version of ${code}'s ${kind}, but got ${version}.`);
      }
      if (waitsFor === undefined) await putInForce(tx, code, kind, version);
      else await keepWaiting(tx, code, version, waitsFor, this.now());
      await this.#note(tx, code, row.state, `rolled ${kind.toLowerCase()} back to ${version}`, by, waitsFor);
      await this.snapshots.make(tx);
    });
    this.snapshots.changed();
  }

  /** Puts a waiting schema in force, unless another waits by now. @throws GraphQLError */
  async putServed({ code, version }: WaitingSchema): Promise<void> {
    await this.em.fork().transactional(async (tx) => {
      const [row] = await lock(tx, code);
      if (row?.waiting !== version) return;
      await putInForce(tx, code, 'SCHEMA', version);
      await this.#note(tx, code, row.state, `schema ${version} is served, and in force`, code);
      await this.snapshots.make(tx);
    });
    this.snapshots.changed();
  }

  /** The text of a version; undefined if there is none. */
  async contentOf(code: string, kind: DocumentKind, version: number): Promise<string | undefined> {
    const [row]: { content: string }[] = await this.em
      .fork()
      .execute('select content from organisation_document where (code, kind, version) = (?, ?, ?)', [
        code,
        kind,
        version,
      ]);
    return row?.content;
  }

  /** The valid public keys of an organisation, by their ids. */
  async keysOf(code: string): Promise<ReadonlyMap<string, ReturnType<typeof createPublicKey>>> {
    const rows: { id: string; pem: string }[] = await this.em.fork().execute(
      `select id, public_key as pem from organisation_key
       where code = ? and valid_from <= ? and coalesce(valid_until, 'infinity') > ?`,
      [code, this.now(), this.now()],
    );
    return new Map(rows.map(({ id, pem }) => [id, createPublicKey(pem)]));
  }

  /** All organisations that were ever invited, by code. */
  list(): Promise<ListedOrganisation[]> {
    return this.em.fork().execute(
      `select o.code, o.state, o.said, o.agreements_version as "agreementsVersion", o.schema_version as "schemaVersion",
         (select json_build_object('what', c.what, 'by', c.changed_by, 'at', c.changed_at, 'reason', c.reason)
          from organisation_change c where c.code = o.code order by c.id desc limit 1) as last
       from linked_organisation o order by o.code`,
    );
  }

  /** An organisation's details and documents, in force or to be; undefined before it joined. */
  async show(code: string): Promise<ShownOrganisation | undefined> {
    const [row]: ShownOrganisation[] = await this.em.fork().execute(
      `select o.code, o.state, o.said,
         (select json_agg(k.id order by k.valid_from) from organisation_key k where k.code = o.code) as "keyIds",
         ${documentsInForce}, ${schemaInForce}
       from linked_organisation o where o.code = ? and o.said is not null`,
      [code],
    );
    return row;
  }

  /** The versions of an organisation's documents, the newest first. */
  versions(code: string): Promise<DocumentVersion[]> {
    return this.em.fork().execute(
      `select d.kind, d.version, d.published_at as "publishedAt", d.published_by as "publishedBy", d.override, d.examined,
         coalesce(d.version = case d.kind
             when 'SCHEMA' then o.schema_version when 'PAGES' then o.pages_version else o.agreements_version end, false)
           as "inForce"
       from organisation_document d join linked_organisation o using (code)
       where d.code = ? order by d.published_at desc, d.kind`,
      [code],
    );
  }

  async #note(tx: Em, code: string, state: LinkState, what: string, by: string, reason?: string): Promise<void> {
    await tx.execute(
      `insert into organisation_change (code, state, what, changed_by, changed_at, reason) values (?, ?, ?, ?, ?, ?)`,
      [code, state, what, by, this.now(), reason ?? null],
    );
  }
}

async function notInvited(em: Em, secret: string, code: string) {
  const [ended]: { until: string | Date }[] = await em.execute(
    'select until from invitation where secret_hash = ? and code = ? and used_at is null',
    [hashOf(secret), code],
  );
  return clientError(
    'UNAUTHENTICATED',
    ended
      ? `The invitation of ${code} ended (${new Date(ended.until).toISOString()}): the hub's operator can renew it (hub organisation invite ${code}).`
      : `Expected an invitation of ${code} that is good and was not used.`,
  );
}

function lock(tx: Em, code: string): Promise<{ readonly state: LinkState; readonly waiting: number | null }[]> {
  return tx.execute('select state, waiting_schema as waiting from linked_organisation where code = ? for update', [
    code,
  ]);
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
