import { listLoader, SchoolStub, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Volunteer as VolunteerRow } from '../volunteer/volunteer.entity.js';
import { volunteerLoader } from '../volunteer/volunteer.loader.js';
import { Volunteer } from '../volunteer/volunteer.type.js';
import { type SchoolPlacement, SchoolPlacementEntity } from './school-placement.entity.js';

const placementsOfVolunteer = listLoader<SchoolPlacement>(SchoolPlacementEntity, 'volunteerCode', 'schoolCode');
const placementsOfSchool = listLoader<SchoolPlacement>(SchoolPlacementEntity, 'schoolCode', 'volunteerCode');

@Resolver(() => Volunteer)
export class VolunteerSchoolsResolver {
  @FieldResolver(() => [SchoolStub], {
    nullable: true,
    description: 'The schools at which the volunteer teaches (các trường), by code.',
  })
  async schools(@Root() { code }: VolunteerRow, @Ctx() context: SubgraphContext): Promise<SchoolStub[]> {
    return (await placementsOfVolunteer(context).load(code)).map(({ schoolCode }) => ({ code: schoolCode }));
  }
}

@Resolver(() => SchoolStub)
export class SchoolVolunteersResolver {
  @FieldResolver(() => [Volunteer], {
    nullable: true,
    description: "The university's volunteers who teach there (tình nguyện viên dạy tại trường), by code.",
  })
  async volunteers(@Root() { code }: SchoolStub, @Ctx() context: SubgraphContext): Promise<VolunteerRow[]> {
    const placements = await placementsOfSchool(context).load(code);
    const found = await Promise.all(
      placements.map(({ volunteerCode }) => volunteerLoader(context).load(volunteerCode)),
    );
    return found.filter((volunteer) => volunteer !== null);
  }
}
