import type { SubgraphContext } from '@hub/kit';
import type { ImportedFile } from '@hub/protocol';

/** Stores an organisation's report of its imported files; a new report of a file replaces the former. */
export async function takeImports(
  em: SubgraphContext['em'],
  organisation: string,
  files: readonly ImportedFile[],
): Promise<void> {
  if (files.length === 0) return;
  const rows = files.map(({ undone, title, ...file }) => ({
    ...file,
    ...{ undoneAt: undone?.at, undoneBy: undone?.by },
    ...{ titleVi: title?.vi, titleEn: title?.en },
  }));
  await em.execute(
    `insert into linked_import
     select ?, f.* from json_to_recordset(?::json) as f(id int, kind text, file text, demonstration boolean, state text,
       read int, written int, added int, changed int, unchanged int, rejected int, "begunAt" timestamptz, "endedAt" timestamptz,
       rejections json, "undoneAt" timestamptz, "undoneBy" text, "titleVi" text, "titleEn" text)
     on conflict (organisation, id) do update set state = excluded.state, read = excluded.read, written = excluded.written,
       added = excluded.added, changed = excluded.changed, unchanged = excluded.unchanged, rejected = excluded.rejected,
       begun_at = excluded.begun_at, ended_at = excluded.ended_at, rejections = excluded.rejections,
       undone_at = excluded.undone_at, undone_by = excluded.undone_by,
       title_vi = excluded.title_vi, title_en = excluded.title_en`,
    [organisation, JSON.stringify(rows)],
  );
}
