import {
  defineLoader,
  GraphQLDay,
  hasDemonstrationData,
  PeopleCount,
  publishedCountOf,
  Records,
  type SubgraphContext,
} from '@hub/kit';
import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Agency, type AgencyRow } from './records/agency.js';
import { StaffGroup } from './records/staff.js';

@ObjectType({ description: "One group of an agency's staff, by its latest head-count (biên chế, lao động có mặt)." })
@Records()
export class StaffHeadcount {
  @Field(() => StaffGroup, { description: 'The group (nhóm).' })
  group!: StaffGroup;

  @Field(() => PeopleCount, { description: 'How many people are in it (số người có mặt).' })
  headcount!: PeopleCount;

  @Field(() => GraphQLDay, { description: 'The day of the count (thời điểm thống kê).' })
  asOf!: string;
}

@ObjectType({ description: "One group of the whole province's public staff, as all agencies report it." })
@Records()
export class PublicStaffGroup {
  @Field(() => StaffGroup, { description: 'The group (nhóm).' })
  group!: StaffGroup;

  @Field(() => PeopleCount, { description: "The sum of the agencies' latest head-counts (tổng số người có mặt)." })
  headcount!: PeopleCount;

  @Field(() => GraphQLDay, { description: "The day of the oldest head-count in the sum: no agency's is older." })
  asOf!: string;
}

/** A group of staff in the head-counts of one agency or of any. */
interface ReportedGroup {
  /** Place of the agency in published counts, or the root place. */
  readonly place: string;
  readonly group: StaffGroup;
  readonly asOf: string;
}

/** The groups that each agency reports, with the day of the latest head-count. */
const staffOfAgency = defineLoader<string, ReportedGroup[]>(async (agencies, em) => {
  const rows = await em.execute<(ReportedGroup & { readonly agency: string })[]>(
    `select agency_code as agency, place, staff_group as "group", as_of::text as "asOf" from latest_headcount
     where agency_code in (select json_array_elements_text(?::json)) order by 1, 3`,
    [JSON.stringify(agencies)],
  );
  const byAgency = Map.groupBy(rows, ({ agency }) => agency);
  return agencies.map((agency) => byAgency.get(agency) ?? []);
});

/** The groups that any agency reports, with the day of the oldest of the latest head-counts. */
const staffOfProvince = defineLoader<'all', ReportedGroup[]>(async (keys, em, { rootPlace }) => {
  const rows = await em.execute<Omit<ReportedGroup, 'place'>[]>(
    `select staff_group as "group", min(as_of)::text as "asOf" from latest_headcount group by 1 order by 1`,
  );
  return keys.map(() => rows.map((row) => ({ ...row, place: rootPlace })));
});

@Resolver(() => StaffHeadcount)
export class StaffHeadcountResolver {
  @FieldResolver(() => PeopleCount)
  headcount(@Root() { place, group }: ReportedGroup, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'STAFF', subject: group, place }, context);
  }
}

@Resolver(() => Agency.type)
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
