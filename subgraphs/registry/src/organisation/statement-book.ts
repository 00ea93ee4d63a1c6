import { createHash, createPublicKey } from 'node:crypto';
import { type SubgraphContext } from '@hub/kit';
import {
  badUserInput,
  type CiScope,
  clientError,
  type Clock,
  dayInProvince,
  daysLater,
  isCiToken,
  keyId,
  maxCiDays,
  type OrganisationStatement,
} from '@hub/protocol';
import type { OverrideConsent } from '../check/usage.js';
import { keepPeriodKeys } from '../endings/reported-endings.js';
import type { SnapshotBook } from './snapshot-book.js';

type Em = SubgraphContext['em'];

/** A token of an organisation's programs in a list, without its secret. */
export interface ListedToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly CiScope[];
  readonly until: string;
  readonly createdBy: string;
  readonly revokedAt: string | null;
}

/** A consent on record. */
export interface RecordedConsent extends OverrideConsent {
  readonly reason: string;
  readonly givenBy: string;
  readonly givenAt: string;
  readonly until: string | null;
  readonly endedAt: string | null;
}

/** Organisations' statements other than documents: consents, tokens of their programs, and keys. */
export class StatementBook {
  constructor(
    private readonly em: Em,
    private readonly snapshots: SnapshotBook,
    private readonly now: Clock,
  ) {}

  /**
   * Takes a statement; it replaces an earlier one about the same thing.
   * @param by the author: the organisation, or an operator.
   * @param signedBy the organisation's key that signed it; undefined for an operator.
   * @throws GraphQLError `BAD_USER_INPUT`
   */
  async take(code: string, statement: OrganisationStatement, by: string, signedBy?: string): Promise<void> {
    const isOfKeys = statement.kind === 'KEY' || statement.kind === 'KEY_END';
    await this.em.fork().transactional(async (tx) => {
      const publishes: unknown[] = await tx.execute('select from linked_organisation where code = ? for update', [
        code,
      ]);
      if (isOfKeys && publishes.length === 0) {
        throw badUserInput(
          `Expected an organisation that publishes here; the keys of ${code} are files of the operator's.`,
        );
      }
      if (signedBy !== undefined && (statement.kind === 'KEY' || statement.kind === 'KEY_END')) {
        await refuseLaterEnd(tx, code, statement.until, signedBy);
      }
      await this.#take(tx, code, statement, by);
      if (isOfKeys) await this.snapshots.make(tx);
    });
    if (isOfKeys) this.snapshots.changed();
  }

  /** All consents of an organisation, or to it. */
  consentsOf(code: string): Promise<RecordedConsent[]> {
    return this.em.fork().execute(
      `select from_code as "from", to_code as "to", coordinate, reason, given_by as "givenBy", given_at as "givenAt", until,
         ended_at as "endedAt"
       from override_consent where ? in (from_code, to_code) order by given_at`,
      [code],
    );
  }

  /** The tokens of an organisation's programs, the newest first. */
  tokensOf(code: string): Promise<ListedToken[]> {
    return this.em.fork().execute(
      `select id, name, scopes, until::text as until, created_by as "createdBy", revoked_at as "revokedAt"
       from ci_token where code = ? order by created_at desc, id`,
      [code],
    );
  }

  /** The organisation whose token is in `Authorization`, and the token's name. @throws GraphQLError `UNAUTHENTICATED` */
  async organisationOf(
    authorization: string,
    scope: CiScope,
  ): Promise<{ readonly code: string; readonly name: string }> {
    const [, token = ''] = /^Bearer (\S+)$/.exec(authorization) ?? [];
    const [row]: { code: string; name: string; scopes: CiScope[] }[] = isCiToken(token)
      ? await this.em
          .fork()
          .execute(
            'select code, name, scopes from ci_token where hash = ? and revoked_at is null and until >= ?::date',
            [...[hashOf(token), dayInProvince(this.now())]],
          )
      : [];
    if (!row)
      throw clientError('UNAUTHENTICATED', 'Expected a token of an organisation that is good, and not revoked.');
    if (row.scopes.includes(scope)) return row;
    throw clientError('UNAUTHENTICATED', `Expected a token with the scope ${scope}, got ${row.scopes.join(', ')}.`);
  }

  async #take(tx: Em, code: string, statement: OrganisationStatement, by: string): Promise<void> {
    const now = this.now();
    switch (statement.kind) {
      case 'CONSENT': {
        const { to, coordinate, reason, until } = statement;
        if (to === code) throw badUserInput(`to: expected another organisation than ${code}.`);
        await tx.execute(
          `insert into override_consent (from_code, to_code, coordinate, reason, given_by, given_at, until)
           values (?, ?, ?, ?, ?, ?, ?) on conflict (from_code, to_code, coordinate) do update set reason = excluded.reason,
             given_by = excluded.given_by, given_at = excluded.given_at, until = excluded.until, ended_by = null, ended_at = null`,
          [code, to, coordinate, reason, by, now, until],
        );
        return;
      }
      case 'CONSENT_END': {
        const { to, coordinate } = statement;
        const ended = await tx.execute<unknown[]>(
          `update override_consent set ended_by = ?, ended_at = ?
           where (from_code, to_code, coordinate) = (?, ?, ?) and ended_at is null returning 1`,
          [by, now, code, to, coordinate],
        );
        if (ended.length === 0) throw badUserInput(`Expected a consent of ${code} to ${to} for ${coordinate}.`);
        return;
      }
      case 'TOKEN': {
        const { hash, name, scopes, until } = statement;
        const today = dayInProvince(now);
        const last = daysLater(today, maxCiDays);
        if (until < today || until > last) {
          throw badUserInput(`until: expected a day from ${today} to ${last}, got ${until}.`);
        }
        await tx.execute(
          `insert into ci_token (id, hash, code, name, scopes, until, created_by, created_at)
           values (?, ?, ?, ?, ?::jsonb, ?::date, ?, ?) on conflict do nothing`,
          [hash.slice(0, 12), hash, code, name, JSON.stringify(scopes), until, by, now],
        );
        return;
      }
      case 'TOKEN_END': {
        const revoked = await tx.execute<unknown[]>(
          `update ci_token set revoked_by = coalesce(revoked_by, ?), revoked_at = coalesce(revoked_at, ?)
           where id = ? and code = ? returning 1`,
          [by, now, statement.id, code],
        );
        if (revoked.length === 0) throw badUserInput(`id: expected the id of a token of ${code}, got ${statement.id}.`);
        return;
      }
      case 'KEY': {
        const { publicKey, from, until } = statement;
        await addKey(tx, code, { publicKey, from: new Date(from), until: until === null ? null : new Date(until) });
        return;
      }
      case 'PERIOD_KEYS': {
        await keepPeriodKeys(tx, code, statement.through, now);
        return;
      }
      case 'KEY_END': {
        const ended = await tx.execute<unknown[]>(
          'update organisation_key set valid_until = ? where id = ? and code = ? returning 1',
          [new Date(statement.until), statement.keyId, code],
        );
        if (ended.length === 0) throw badUserInput(`keyId: expected a key of ${code}, got ${statement.keyId}.`);
        const left = await tx.execute<unknown[]>(
          `select from organisation_key where code = ? and coalesce(valid_until, 'infinity') > ?`,
          [code, new Date(statement.until)],
        );
        if (left.length > 0) return;
        throw badUserInput(
          `keyId: expected another key of ${code} that is valid after ${statement.until}: add it first.`,
        );
      }
    }
  }
}

/**
 * Refuses a statement by a key with an end that gives any key, or itself, a later end: a thief of the key could
 * prolong it for ever.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
async function refuseLaterEnd(tx: Em, code: string, until: string | null, signedBy: string): Promise<void> {
  const [row] = await tx.execute<{ until: Date | string | null }[]>(
    'select valid_until as until from organisation_key where id = ? and code = ?',
    [signedBy, code],
  );
  if (row?.until == null) return;
  const end = new Date(row.until);
  if (until !== null && new Date(until) <= end) return;
  throw badUserInput(
    `until: expected ${end.toISOString()} at most, when the key ends that signs this, got ${until ?? 'no end'}: sign it with a key that has no end, or ask the operator.`,
  );
}

/**
 * Adds a key of an organisation, or changes the validity of an existing one.
 * @throws GraphQLError `BAD_USER_INPUT` if another organisation has that key.
 */
export async function addKey(
  tx: Em,
  code: string,
  { publicKey, from, until }: { readonly publicKey: string; readonly from: Date; readonly until: Date | null },
): Promise<void> {
  if (until !== null && until <= from) throw badUserInput('until: expected a moment after from.');
  const id = keyId(createPublicKey(publicKey));
  const [other]: { code: string }[] = await tx.execute('select code from organisation_key where id = ?', [id]);
  if (other && other.code !== code) {
    throw badUserInput(`publicKey: expected a key of its own, but ${other.code} has ${id}.`);
  }
  await tx.execute(
    `insert into organisation_key (id, code, public_key, valid_from, valid_until) values (?, ?, ?, ?, ?)
     on conflict (id) do update set valid_until = excluded.valid_until`,
    [id, code, publicKey, from, until],
  );
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
