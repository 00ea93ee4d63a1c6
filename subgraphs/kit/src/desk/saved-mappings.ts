import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type SavedMappings, signatureOf } from '../mapping/layout.js';
import { mapping as mappingSchema, type Mapping } from '../mapping/mapping.js';
import type { SavedMapping } from './shapes.js';

/** How many mappings of a kind are stored; the oldest is deleted. */
const most = 50;

interface Row {
  readonly kind: string;
  readonly signature: string;
  readonly headers: readonly string[];
  readonly mapping: unknown;
  readonly savedAt: string;
}

/** The name of a mapping in receipts: a short digest of its header. */
export function nameOfMapping(headers: readonly string[]): string {
  return createHash('sha256').update(signatureOf(headers)).digest('hex').slice(0, 12);
}

async function rowsOf(em: SqlEntityManager, kind?: string): Promise<Row[]> {
  return em.execute<Row[]>(
    `select kind, signature, headers, mapping, to_char(saved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "savedAt"
     from import_mapping where ?::text is null or kind = ? order by saved_at desc`,
    [kind ?? null, kind ?? null],
  );
}

/** The saved mappings, by kind. */
export async function savedMappings(em: SqlEntityManager): Promise<ReadonlyMap<string, readonly SavedMapping[]>> {
  const rows = await rowsOf(em);
  const saved = rows.flatMap(({ kind, headers, mapping, savedAt }) => {
    const { data } = mappingSchema.safeParse(mapping);
    return data ? [{ kind, headers, mapping: data, savedAt }] : [];
  });
  return Map.groupBy(saved, ({ kind }) => kind);
}

/** Makes the function that finds the saved mapping for a header of a kind. */
export async function savedOf(em: SqlEntityManager, kind: string): Promise<SavedMappings> {
  const rows = await rowsOf(em, kind);
  const bySignature = new Map(
    rows.flatMap(({ signature, mapping }): [string, Mapping][] => {
      const { data } = mappingSchema.safeParse(mapping);
      return data ? [[signature, data]] : [];
    }),
  );
  return (headers) => bySignature.get(signatureOf(headers));
}

/**
 * Saves a mapping for the next file with this header. The sheet and the header's row are not saved: they are found in
 * each file.
 */
export async function saveMapping(
  em: SqlEntityManager,
  kind: string,
  { headers, mapping, by }: { readonly headers: readonly string[]; readonly mapping: Mapping; readonly by: string },
): Promise<void> {
  const { sheet: _sheet, headerRow: _row, ...kept } = mapping;
  await em.execute(
    `insert into import_mapping (kind, signature, headers, mapping, saved_by) values (?, ?, ?::jsonb, ?::jsonb, ?)
     on conflict (kind, signature) do update
       set headers = excluded.headers, mapping = excluded.mapping, saved_at = now(), saved_by = excluded.saved_by`,
    [kind, signatureOf(headers), JSON.stringify(headers), JSON.stringify(kept), by],
  );
  await em.execute(
    `delete from import_mapping where kind = ? and signature in
       (select signature from import_mapping where kind = ? order by saved_at desc offset ${most})`,
    [kind, kind],
  );
}
