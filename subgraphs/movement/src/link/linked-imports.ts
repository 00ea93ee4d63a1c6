import type { ImportedFile, SubgraphContext } from '@hub/kit';

/** Keeps what an organisation tells of its files: what it told of one before is replaced. */
export async function takeImports(
  em: SubgraphContext['em'],
  organisation: string,
  files: readonly ImportedFile[],
): Promise<void> {
  if (files.length === 0) return;
  await em.execute(
    `insert into linked_import
     select ?, f.* from json_to_recordset(?::json) as f(id int, kind text, file text, demonstration boolean, state text,
       read int, written int, added int, changed int, unchanged int, rejected int, "begunAt" timestamptz, "endedAt" timestamptz,
       rejections json)
     on conflict (organisation, id) do update set state = excluded.state, read = excluded.read, written = excluded.written,
       added = excluded.added, changed = excluded.changed, unchanged = excluded.unchanged, rejected = excluded.rejected,
       begun_at = excluded.begun_at, ended_at = excluded.ended_at, rejections = excluded.rejections`,
    [organisation, JSON.stringify(files)],
  );
}
