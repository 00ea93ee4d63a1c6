import { CommuneStub, provenanceOf, publishedCountOf, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { registered } from '../people-tables.js';
import { digitalIdentityImport } from './digital-identity.import.js';
import { identityLevels, WomensDigitalIdentityCount } from './digital-identity.type.js';

async function countsOf(place: string, context: SubgraphContext): Promise<WomensDigitalIdentityCount[]> {
  const provenance = await provenanceOf(digitalIdentityImport.kind, context);
  return Promise.all(
    identityLevels.map(async (level) => {
      const registrations = await publishedCountOf({ measure: registered(level), place }, context);
      return { ...provenance, level, registrations };
    }),
  );
}

@Resolver()
export class DigitalIdentitiesResolver {
  @Query(() => [WomensDigitalIdentityCount], {
    nullable: true,
    description: '"Each woman, a digital identity" (Mỗi phụ nữ một danh tính số) in the whole province, by level.',
  })
  womensDigitalIdentities(@Ctx() context: SubgraphContext): Promise<WomensDigitalIdentityCount[]> {
    return countsOf(context.rootPlace, context);
  }
}

@Resolver(() => CommuneStub)
export class CommuneDigitalIdentitiesResolver {
  @FieldResolver(() => [WomensDigitalIdentityCount], {
    nullable: true,
    description: '"Each woman, a digital identity" (Mỗi phụ nữ một danh tính số) here, by level.',
  })
  womensDigitalIdentities(
    @Root() commune: CommuneStub,
    @Ctx() context: SubgraphContext,
  ): Promise<WomensDigitalIdentityCount[]> {
    return countsOf(commune.code, context);
  }
}
