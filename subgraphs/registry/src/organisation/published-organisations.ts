import { type SubgraphContext } from '@hub/kit';
import { dayInProvince, type LinkState, type OrganisationSaid, type PublishedOrganisation } from '@hub/protocol';

type Em = SubgraphContext['em'];

/**
 * The columns `agreements`, `pages` and `schema` of an organisation `o`: the last published versions, or the ones put
 * in force again.
 */
export const documentsInForce = `
  (select content from organisation_document d
   where (d.code, d.kind, d.version) = (o.code, 'AGREEMENTS', o.agreements_version)) as agreements,
  (select content from organisation_document d
   where (d.code, d.kind, d.version) = (o.code, 'PAGES', o.pages_version)) as pages,
  (select content from organisation_document d
   where (d.code, d.kind, d.version) = (o.code, 'SCHEMA', o.schema_version)) as schema`;

/** The columns `examined` and `override` of an organisation `o`: the facts of the schema in force. */
export const schemaInForce = `
  (select examined from organisation_document d
   where (d.code, d.kind, d.version) = (o.code, 'SCHEMA', o.schema_version)) as examined,
  (select override from organisation_document d
   where (d.code, d.kind, d.version) = (o.code, 'SCHEMA', o.schema_version)) as override`;

/** Reads the published data of all organisations that have joined. */
export async function readPublished(
  tx: Em,
): Promise<readonly (PublishedOrganisation & { readonly schema: string | null })[]> {
  const rows: {
    code: string;
    state: LinkState;
    said: OrganisationSaid;
    agreements: string | null;
    pages: string | null;
    schema: string | null;
    leftAt: Date | string | null;
  }[] = await tx.execute(
    `select o.code, o.state, o.said,
         case o.state when 'LEFT' then (
           select max(c.changed_at) from organisation_change c where c.code = o.code and c.what = 'left') end as "leftAt",
         ${documentsInForce}
       from linked_organisation o where o.said is not null and o.state in ('LIVE', 'SUSPENDED', 'LEFT') order by o.code`,
  );
  const keys: { code: string; publicKey: string; from: Date | string; until: Date | string | null }[] =
    await tx.execute(
      `select code, public_key as "publicKey", valid_from as "from", valid_until as "until" from organisation_key order by valid_from`,
    );
  const keysOf = Map.groupBy(keys, ({ code }) => code);
  return rows.map(({ code, state, said, agreements, pages, schema, leftAt }) => ({
    ...{ ...said, code, source: 'ITSELF' as const, state, agreements, pages, schema },
    leftOn: leftAt === null ? null : dayInProvince(new Date(leftAt)),
    keys: (keysOf.get(code) ?? []).map(({ publicKey, from, until }) => ({
      ...{
        publicKey,
        from: new Date(from).toISOString(),
        until: until === null ? null : new Date(until).toISOString(),
      },
    })),
  }));
}
