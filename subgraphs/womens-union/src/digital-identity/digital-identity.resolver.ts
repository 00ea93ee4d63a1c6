import { CommuneStub, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { registrationCounts } from './digital-identity.loader.js';
import { identityLevels, WomensDigitalIdentityCount } from './digital-identity.type.js';

async function countsOf(place: string, context: SubgraphContext): Promise<WomensDigitalIdentityCount[]> {
  const { count, provenance } = await registrationCounts(context).load('all');
  return identityLevels.map((level) => {
    const people = count(String(level), place);
    return { ...provenance, level, registrations: { people, suppressed: people === null } };
  });
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
