import { ConnectionArguments, DigitalLiteracyTeamStub, type Page, type SubgraphContext, Format } from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Volunteer as VolunteerRow } from './volunteer.entity.js';
import { allVolunteers, volunteerLoader, volunteersOfTeam } from './volunteer.loader.js';
import { Volunteer, VolunteerConnection } from './volunteer.type.js';

@Resolver(() => Volunteer)
export class VolunteerResolver {
  @Query(() => Volunteer, {
    nullable: true,
    description: "One of the university's volunteers; null when there is none.",
  })
  volunteer(
    @Format('code') @Arg('code', () => ID, { description: "The volunteer's code (mã tình nguyện viên)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<VolunteerRow | null> {
    return volunteerLoader(context).load(code);
  }

  @Query(() => VolunteerConnection, { nullable: true, description: "The university's volunteers, by code." })
  volunteers(
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<VolunteerRow>> {
    return allVolunteers(context).load(slice);
  }

  @FieldResolver(() => DigitalLiteracyTeamStub, {
    nullable: true,
    description: 'The Digital Literacy team that the volunteer is placed with (đội Bình dân học vụ số).',
  })
  team(@Root() volunteer: VolunteerRow): DigitalLiteracyTeamStub {
    return { code: volunteer.teamCode };
  }
}

@Resolver(() => DigitalLiteracyTeamStub)
export class TeamVolunteersResolver {
  @FieldResolver(() => VolunteerConnection, {
    nullable: true,
    description: "The university's volunteers that are, or were, placed with it, by code.",
  })
  volunteers(
    @Root() team: DigitalLiteracyTeamStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<VolunteerRow>> {
    return volunteersOfTeam(context).load({ ...slice, parent: team.code });
  }
}
