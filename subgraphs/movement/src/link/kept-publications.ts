import { type SubgraphContext } from '@hub/kit';
import {
  type HandedOverPublication,
  type KeptPublication,
  keptStatement,
  keyIdOf,
  verifySignature,
} from '@hub/protocol';
import { type KeysOfOrganisation, keysAt } from '../register/release-keys.js';

type Em = SubgraphContext['em'];

/** How many digests one exchange hands over: the newest publications first, older ones in later exchanges. */
const atOnce = 100;

/** The publications whose digests an organisation has not confirmed yet. */
export function outstandingPublications(em: Em, organisation: string): Promise<HandedOverPublication[]> {
  return em.execute(
    `select id, digest, signature from publication p
     where not exists (select from publication_handed_over h where h.id = p.id and h.organisation = ?)
     order by published_at desc, id desc limit ?`,
    [organisation, atOnce],
  );
}

/**
 * Stores an organisation's signed confirmations of publications, if the digests match.
 * @throws ReleaseFault if the organisation did not sign the confirmation.
 */
export async function takeKept(
  em: Em,
  organisation: string,
  kept: readonly KeptPublication[],
  keys: KeysOfOrganisation,
  now: Date,
): Promise<void> {
  for (const one of kept) {
    const valid = keysAt(keys, keyIdOf(one.signature), one.keptAt);
    await verifySignature(keptStatement(organisation, one), one.signature, valid);
  }
  if (kept.length === 0) return;
  await em.execute(
    `insert into publication_handed_over (id, organisation, at, kept_at, signature)
     select p.id, ?, ?, k."keptAt", k.signature
     from json_to_recordset(?::json) as k(id text, digest text, "keptAt" timestamptz, signature text)
     join publication p using (id, digest) on conflict do nothing`,
    [organisation, now, JSON.stringify(kept)],
  );
}

/** The organisations that hold a publication's digest, by code. */
export async function holdersOf(id: string, { em }: SubgraphContext): Promise<string[]> {
  const rows = await em.execute<{ organisation: string }[]>(
    'select organisation from publication_handed_over where id = ? order by organisation',
    [id],
  );
  return rows.map(({ organisation }) => organisation);
}
