import { Cost, Format, GraphQLMoment, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { Arg, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { shownPublication } from '../publication/publication.loader.js';
import { PublicationObject } from '../publication/publication.type.js';
import { approveScope, doerOf, publishScope } from './deed.js';
import { approveWithdrawal, digestOfProposal, proposedWithdrawals, proposeWithdrawal } from './withdraw.js';

/** Open to people who draft or approve publications. */
const RequiresPublishing = () => RequiresScopes([publishScope], [approveScope]);

@ObjectType('ProposedWithdrawal', {
  description: 'That somebody would withdraw a publication (đề nghị thu hồi): a second person does it.',
})
@RequiresPublishing()
export class ProposedWithdrawalObject {
  @Field(() => String, { description: 'Why, in Vietnamese (lý do).' })
  reasonVi!: string;

  @Field(() => String, { description: 'Why, in English (lý do bằng tiếng Anh).' })
  reasonEn!: string;

  @Field(() => String, { description: 'Who proposes it, by name (người đề nghị).' })
  by!: string;

  @Field(() => GraphQLMoment, { description: 'When (lúc đề nghị).' })
  at!: string;

  @Field(() => ID, { description: 'The digest that a second person sends to approve this proposal (mã băm).' })
  digest!: string;
}

/** A publication is withdrawn by two people. */
@Resolver(() => PublicationObject)
export class WithdrawalResolver {
  @RequiresPublishing()
  @Cost(5)
  @FieldResolver(() => ProposedWithdrawalObject, {
    nullable: true,
    description: 'That somebody would withdraw it (đề nghị thu hồi); null where nobody would, or it was done.',
  })
  async proposedWithdrawal(
    @Root() { id }: PublicationObject,
    @Ctx() context: SubgraphContext,
  ): Promise<ProposedWithdrawalObject | null> {
    const proposed = await proposedWithdrawals(context).load(id);
    if (!proposed) return null;
    const { reasonVi, reasonEn, by, at } = proposed;
    return { reasonVi, reasonEn, by, at, digest: digestOfProposal(proposed) };
  }

  @RequiresPublishing()
  @Cost(200)
  @Mutation(() => PublicationObject, {
    nullable: true,
    description:
      'Proposes that a publication be withdrawn (đề nghị thu hồi bản công bố): a second person does it, with `approveWithdrawal`. It replaces an earlier proposal.',
  })
  async withdrawPublication(
    @Format('code')
    @Arg('id', () => ID, { description: 'By what the publication is known (mã bản công bố).' })
    id: string,
    @Format('note')
    @Arg('reasonVi', () => String, { description: 'Why, in Vietnamese (lý do), up to 1,000 characters.' })
    reasonVi: string,
    @Format('note')
    @Arg('reasonEn', () => String, { description: 'Why, in English (lý do bằng tiếng Anh), up to 1,000 characters.' })
    reasonEn: string,
    @Ctx() context: SubgraphContext,
  ): Promise<PublicationObject> {
    const by = doerOf(context, publishScope, approveScope);
    return shownPublication(await proposeWithdrawal({ id, reasonVi, reasonEn }, by, context), context);
  }

  @RequiresScopes([approveScope])
  @Cost(200)
  @Mutation(() => PublicationObject, {
    nullable: true,
    description:
      'Withdraws a publication for good, as another person proposed (thu hồi bản công bố): it stays readable, and says why. The period has no current publication until a new one is published.',
  })
  async approveWithdrawal(
    @Format('code')
    @Arg('id', () => ID, { description: 'By what the publication is known (mã bản công bố).' })
    id: string,
    @Format('digest')
    @Arg('digest', () => ID, { description: 'The digest of the proposal as you saw it (mã băm của đề nghị đã xem).' })
    digest: string,
    @Ctx() context: SubgraphContext,
  ): Promise<PublicationObject> {
    const stored = await approveWithdrawal({ id, digest }, doerOf(context, approveScope), context);
    return shownPublication(stored, context);
  }
}
