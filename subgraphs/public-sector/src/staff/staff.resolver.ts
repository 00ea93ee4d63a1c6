import { hasDemonstrationData, PeopleCount, publishedCountOf, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Agency as AgencyRow } from '../agency/agency.entity.js';
import { Agency } from '../agency/agency.type.js';
import { type ReportedGroup, staffOfAgency, staffOfProvince } from './staff.loader.js';
import { PublicStaffGroup, StaffHeadcount } from './staff.type.js';

@Resolver(() => StaffHeadcount)
export class StaffHeadcountResolver {
  @FieldResolver(() => PeopleCount)
  headcount(@Root() { place, group }: ReportedGroup, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'STAFF', subject: group, place }, context);
  }
}

@Resolver(() => Agency)
export class AgencyStaffResolver {
  @FieldResolver(() => [StaffHeadcount], {
    description: 'Its own staff by group, by the latest head-counts; a group that it never reported is not listed.',
  })
  staff(@Root() agency: AgencyRow, @Ctx() context: SubgraphContext): Promise<ReportedGroup[]> {
    return staffOfAgency(context).load(agency.code);
  }
}

@Resolver(() => PublicStaffGroup)
export class PublicStaffResolver {
  @Query(() => [PublicStaffGroup], {
    nullable: true,
    description: "The province's public staff by group (cán bộ, công chức, viên chức, người lao động toàn tỉnh).",
  })
  publicStaff(@Ctx() context: SubgraphContext): Promise<ReportedGroup[]> {
    return staffOfProvince(context).load('all');
  }

  @FieldResolver(() => PeopleCount)
  headcount(@Root() { place, group }: ReportedGroup, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'STAFF', subject: group, place }, context);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether made-up demonstration data (dữ liệu minh họa) is part of the figures.',
  })
  demonstration(@Ctx() context: SubgraphContext): Promise<boolean> {
    return hasDemonstrationData(context);
  }
}
