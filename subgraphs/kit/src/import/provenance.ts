import type { SqlEntityManager } from '@mikro-orm/sql';
import { Field, ObjectType } from 'type-graphql';
import type { SubgraphContext } from '../graphql/context.js';
import { GraphQLMoment } from '../graphql/scalars.js';
import { defineLoader } from '../graphql/loader.js';

/** The source of figures, for types whose rows name no source: a type that shows figures extends this class. */
@ObjectType()
export abstract class Provenance {
  @Field(() => GraphQLMoment, {
    nullable: true,
    description:
      'When the records behind the figures last came in, as of the newest release; null before the first, and when none ever did.',
  })
  asOf!: Date | null;

  @Field(() => Boolean, {
    description: 'Whether made-up demonstration data (dữ liệu minh họa) is part of them, as of the newest release.',
  })
  demonstration!: boolean;
}

/** Publishes the provenance of the files imported so far, in a release's transaction. */
export async function publishProvenance(em: SqlEntityManager): Promise<void> {
  await em.execute(`delete from published_provenance`);
  await em.execute(
    `insert into published_provenance
     select kind, max(finished_at), bool_or(demonstration) from import_in_force group by kind`,
  );
}

/**
 * Whether demonstration data has become part of the figures, or ceased to be part of them, since the newest release.
 */
export async function hasDemonstrationChanged(em: SqlEntityManager): Promise<boolean> {
  const [row] = await em.execute<{ is_other: boolean }[]>(
    `select exists (
       select from (select kind, bool_or(demonstration) as demonstration from import_in_force group by kind) now
       left join published_provenance told using (kind)
       where now.demonstration <> coalesce(told.demonstration, false)) as is_other`,
  );
  return row?.is_other ?? false;
}

/** Keyed by kind of file. */
const provenances = defineLoader<'all', ReadonlyMap<string, Provenance>>(async (keys, em) => {
  const rows = await em.execute<{ kind: string; as_of: string | Date; demonstration: boolean }[]>(
    `select kind, as_of, demonstration from published_provenance where as_of is not null`,
  );
  const byKind = new Map(
    rows.map(({ kind, as_of, demonstration }) => [kind, { asOf: new Date(as_of), demonstration }]),
  );
  return keys.map(() => byKind);
});

/** When files of a kind were last imported before the newest release, and whether any of them was made up. */
export async function provenanceOf(kind: string, context: SubgraphContext): Promise<Provenance> {
  return (await provenances(context).load('all')).get(kind) ?? { asOf: null, demonstration: false };
}

/** Whether any file imported before the newest release was made up. */
export async function hasDemonstrationData(context: SubgraphContext): Promise<boolean> {
  return [...(await provenances(context).load('all')).values()].some(({ demonstration }) => demonstration);
}
