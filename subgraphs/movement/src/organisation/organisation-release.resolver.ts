import { pageSizeOf, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { type KeptPublication as Kept, keptStatement } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { registerOf } from '../register/registers.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { uncountedGoals } from '../register/uncounted-goals.js';
import type { Organisation } from './organisation.entity.js';
import {
  KeptPublication,
  type OrganisationRelease,
  OrganisationReleases,
  ReleaseStanding,
} from './organisation-release.type.js';
import { OrganisationObject } from './organisation.type.js';

const firstArgument = {
  nullable: true,
  defaultValue: 20,
  description: 'How many at most (tối đa bao nhiêu), 0 to 500.',
};

/** The releases that an organisation has handed over, and the publications that it holds. */
@Resolver(() => OrganisationObject)
export class OrganisationReleasesResolver {
  @RequiresScopes(['releases:read'])
  @FieldResolver(() => OrganisationReleases, {
    nullable: true,
    description: 'Its releases (các đợt công bố), the newest first, as the register holds them.',
  })
  async releases(
    @Root() { code }: Organisation,
    @Arg('first', () => Int, firstArgument) first: number | null | undefined,
    @Ctx() { em, services }: SubgraphContext,
  ): Promise<OrganisationReleases> {
    const held = (await registerOf({ services }).all()).get(code) ?? [];
    const wanted = held.toReversed().slice(0, pageSizeOf(first));
    const rows: { number: number; header: string; signature: string }[] = await em.execute(
      `select number, header, signature from taken_release
       where organisation = ? and number in (select value::int from json_array_elements_text(?::json))`,
      [code, JSON.stringify(wanted.map(({ number }) => number))],
    );
    const texts = new Map(rows.map((row) => [row.number, row]));
    const uncounted = await uncountedGoals(
      em,
      code,
      wanted.map(({ number }) => number),
    );
    return {
      nodes: wanted.flatMap((release) => {
        const text = texts.get(release.number);
        if (!text) return [];
        const { header, signature } = text;
        return [{ ...toldOf(release), header, signature, uncountedGoals: uncounted.get(release.number) ?? [] }];
      }),
      totalCount: held.length,
    };
  }

  @FieldResolver(() => [KeptPublication], {
    nullable: true,
    description: "What it holds of the movement's publications (dấu vết các bản công bố), the newest first.",
  })
  async keptPublications(
    @Root() { code }: Organisation,
    @Arg('first', () => Int, firstArgument) first: number | null | undefined,
    @Ctx() { em }: SubgraphContext,
  ): Promise<KeptPublication[]> {
    const rows: (Omit<Kept, 'keptAt'> & { readonly keptAt: string | Date })[] = await em.execute(
      `select p.id, p.digest, h.kept_at as "keptAt", h.signature from publication_handed_over h join publication p using (id)
       where h.organisation = ? order by h.kept_at desc, p.id desc limit ?`,
      [code, pageSizeOf(first)],
    );
    return rows.map(({ id, digest, signature, ...row }) => {
      const keptAt = new Date(row.keptAt);
      return {
        id: `${code}:${id}`,
        publication: id,
        digest,
        signature,
        keptAt,
        statement: keptStatement(code, { id, digest, keptAt: keptAt.toISOString() }),
      };
    });
  }
}

function toldOf({
  isPending,
  acceptedAt,
  madeAt,
  withdrawnReason: withdrawn,
  ...release
}: TakenRelease): Omit<OrganisationRelease, 'header' | 'signature' | 'uncountedGoals'> {
  const { number, hash, keyId, through, takenAt } = release;
  const counted = acceptedAt === null ? ReleaseStanding.COUNTS : ReleaseStanding.ACCEPTED;
  const standing = isPending ? ReleaseStanding.PENDING : counted;
  return { ...{ number, hash, keyId, through, takenAt, withdrawn, standing }, madeAt: new Date(madeAt) };
}
