import { GraphQLDay, PeopleCount, Records } from '@hub/kit';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** The groups that the law on public staff knows. */
export enum StaffGroup {
  CADRE = 'CADRE',
  CIVIL_SERVANT = 'CIVIL_SERVANT',
  PUBLIC_EMPLOYEE = 'PUBLIC_EMPLOYEE',
  WORKER = 'WORKER',
}

registerEnumType(StaffGroup, {
  name: 'StaffGroup',
  description: 'A group of public staff (nhóm cán bộ, công chức, viên chức, người lao động).',
  valuesConfig: {
    CADRE: { description: 'Elected or appointed for a term (cán bộ).' },
    CIVIL_SERVANT: { description: 'Civil servants (công chức).' },
    PUBLIC_EMPLOYEE: { description: 'Employees of public service units (viên chức).' },
    WORKER: { description: 'Workers under a labour contract (người lao động).' },
  },
});

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
