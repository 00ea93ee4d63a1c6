import { listLoader, type RowOf, stubOf, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { school, SchoolPlacement, Volunteer } from './records/volunteer.js';

const School = stubOf(school.type, school.code);

const placementsOf = listLoader<RowOf<typeof SchoolPlacement>>(SchoolPlacement.entity, 'volunteerCode', 'schoolCode');

@Resolver(() => Volunteer.type)
export class VolunteerSchoolsResolver {
  @FieldResolver(() => [School], {
    nullable: true,
    description: 'The schools at which the volunteer teaches (các trường), by code.',
  })
  async schools(
    @Root() { code }: RowOf<typeof Volunteer>,
    @Ctx() context: SubgraphContext,
  ): Promise<{ readonly code: string }[]> {
    return (await placementsOf(context).load(code)).map(({ schoolCode }) => ({ code: schoolCode }));
  }
}
