import type { SubgraphContext } from '@hub/kit';
import type { ChangeLogEntry, ChangeOfEntry } from '@hub/protocol';
import type { GraphQLSchema } from 'graphql';
import { type ApiChange, changesOf } from '../check/api-changes.js';

type Em = SubgraphContext['em'];

/** Most entries in an answer. */
const mostEntries = 100;

/** How many snapshots one request compares: each takes a few tenths of a second. */
const mostFound = 20;

/** The author of changes of the hub itself, and of its operators. */
const operator = 'operator';

/** The parts of changes that the change log stores. */
export function entryChanges(changes: readonly ApiChange[]): ChangeOfEntry[] {
  return changes.map(({ kind, rule, coordinate, description }) => ({ kind, rule, coordinate, description }));
}

/** A snapshot, with the last action before it; null for a change of the hub itself. */
interface Made {
  readonly number: number;
  readonly before: string;
  readonly after: string;
  readonly madeAt: Date;
  readonly code: string | null;
  readonly by: string | null;
  /** Why it was published in spite of a check's refusal. */
  readonly override: string | null;
  readonly version: number | null;
}

/** The changes of the schema that clients see, by published version, the newest first. Each snapshot is compared once. */
export class ChangeLogBook {
  #finding: Promise<void> | undefined;

  constructor(private readonly em: Em) {}

  async entries(): Promise<ChangeLogEntry[]> {
    // One search at a time: concurrent callers share its result.
    this.#finding ??= this.#find().finally(() => (this.#finding = undefined));
    await this.#finding;
    const rows: { entry: ChangeLogEntry }[] = await this.em
      .fork()
      .execute(
        `select entry from change_log where jsonb_array_length(entry->'changes') > 0 order by number desc limit ?`,
        [mostEntries],
      );
    return rows.map(({ entry }) => entry);
  }

  async #find(): Promise<void> {
    const em = this.em.fork();
    const numbers: { number: number }[] = await em.execute(
      `select s.number from registry_snapshot s
       where exists (select from registry_snapshot f where f.number < s.number)
         and not exists (select from change_log l where l.number = s.number)
       order by s.number desc limit ?`,
      [mostFound],
    );
    if (numbers.length === 0) return;
    const apiSchema = lastKept((await import('@hub/schema/compose')).apiSchema);
    for (const { number } of numbers.toReversed()) {
      const [made]: Made[] = await em.execute(madeSql, [number]);
      if (!made) continue;
      const entry = JSON.stringify(entryOf(made, apiSchema));
      await em.execute('insert into change_log (number, entry) values (?, ?::jsonb) on conflict do nothing', [
        number,
        entry,
      ]);
    }
  }
}

/** Keeps the value made from the last text: the schema after one change is the schema before the next. */
function lastKept<Made>(make: (text: string) => Made): (text: string) => Made {
  let last: { readonly text: string; readonly made: Made } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, made: make(text) };
    return last.made;
  };
}

/** A snapshot with the supergraph of the one before it, and the newest change of an organisation between both. */
const madeSql = `
  select s.number, s.made_at as "madeAt", s.content::jsonb->>'supergraph' as after,
    f.content::jsonb->>'supergraph' as before, c.code, c.changed_by as by,
    case when c.what like 'published %' then c.reason end as override, o.schema_version as version
  from registry_snapshot s
  join lateral (select * from registry_snapshot f where f.number < s.number order by f.number desc limit 1) f on true
  left join lateral (
    select * from organisation_change c where c.changed_at > f.made_at and c.changed_at <= s.made_at
    order by c.id desc limit 1
  ) c on true
  left join linked_organisation o on o.code = c.code
  where s.number = ?`;

function entryOf(made: Made, apiSchema: (supergraph: string) => GraphQLSchema): ChangeLogEntry {
  const { number, before, after, madeAt, code, by, override, version } = made;
  const changes = before === after ? [] : changesOf(apiSchema(before), apiSchema(after));
  return {
    organisation: code ?? 'hub',
    version: version ?? number,
    publishedAt: new Date(madeAt).toISOString(),
    publishedBy: by !== null && by === code ? code : operator,
    ...(override !== null && { override }),
    changes: entryChanges(changes),
  };
}
