import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import type { RegionOfDay } from '../region/region.resolver.js';
import { RegionObject } from '../region/region.type.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { BreakdownBy, type Group } from './breakdown.js';
import { ConfidentialityStatus } from './confidentiality.js';
import { ObservationStatus } from './flags.js';
import type { GroupGap } from './group-gap.js';
import type { Overlap } from './overlap.js';
import type { PeopleFigure } from './people-figure.js';
import { DistinctPeople, PeopleInterval } from './distinct-people.type.js';
import { PointsInterval } from './progress-change.type.js';

registerEnumType(BreakdownBy, {
  name: 'BreakdownBy',
  description: 'By what people are grouped (phân tổ theo).',
  valuesConfig: {
    SEX: { description: 'Sex (giới tính): `FEMALE`, `MALE`.' },
    AGE_BAND: { description: 'Age band (nhóm tuổi): `UNDER_18`, `18_34`, `35_59`, `60_PLUS`.' },
    AREA: { description: "The communes' kind of area (khu vực), of the whole alone." },
    TYPE: { description: "The communes' type (loại đơn vị hành chính), of the whole alone." },
    REGION: { description: 'Region (vùng), as `Query.regions` lists them, of the whole alone.' },
  },
});

@ObjectType({ description: 'How many people two organisations share (số người trùng giữa hai tổ chức).' })
export class ContributorOverlap implements Overlap {
  @Field(() => OrganisationObject, { description: 'One of them (tổ chức thứ nhất).' })
  first!: Organisation;

  @Field(() => OrganisationObject, { description: 'The other (tổ chức thứ hai).' })
  second!: Organisation;

  @Field(() => DistinctPeople, {
    description:
      'The people that both have reached (số người trùng): an estimate where the sketches’ error hides single people, else bounds.',
  })
  people!: PeopleFigure;
}

@ObjectType({ description: "One group of a place's people (nhóm), each person counted once." })
export class PeopleGroup implements Group {
  @Field(() => String, { description: 'The group (mã nhóm), as `BreakdownBy` lists them, or the code of a region.' })
  group!: string;

  @Field(() => RegionObject, { nullable: true, description: 'The region (vùng) that it is; null where it is none.' })
  region!: RegionOfDay | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The likeliest number of people (số người), by sketches; null where it is not known, or where the sketches’ error would not hide single people.',
  })
  people!: number | null;

  @Field(() => PeopleInterval, {
    nullable: true,
    description:
      'Its 95 % interval (khoảng tin cậy), of the sketches’ error and the noise, wider by the people that organisations may have in communes without a sketch, and by the people that they have got since; to the denominator where an expected organisation is missing. Null without a number, and where nothing bounds it from above.',
  })
  interval!: PeopleInterval | null;

  @Field(() => NoEstimate, { nullable: true, description: 'Why there is no number (lý do); null where there is one.' })
  noEstimate!: NoEstimate | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many people the goal counts in the group (mẫu số), rounded down if its communes have rounded numbers; null where one of them is not known.',
  })
  denominator!: number | null;

  @Field(() => Float, { nullable: true, description: 'The one over the other (tỷ lệ); null without either.' })
  ratio!: number | null;

  @Field(() => [ObservationStatus], { description: 'Flags to read before use (cờ số liệu).' })
  flags!: readonly ObservationStatus[];

  @Field(() => ConfidentialityStatus, {
    description: 'Whether it is withheld from the caller, and why (mức độ bảo mật).',
  })
  confidentiality!: ConfidentialityStatus;
}

@ObjectType({
  description:
    'How far apart groups are (khoảng cách số giữa các nhóm), as the movement wants to narrow it: the highest ratio less the lowest, of all groups that are asked for. It is never below 0.',
})
export class BreakdownGap implements GroupGap {
  @Field(() => Float, {
    description:
      'Percentage points between the highest and the lowest ratio (điểm phần trăm), by the estimates; a group without one counts only where it is certainly higher or lower, with its certain bound.',
  })
  points!: number;

  @Field(() => PointsInterval, {
    description:
      'Its 95 % interval, whichever groups are the highest and the lowest (khoảng): from the lower bound of one less the upper bound of another, to the upper bound of one less the lower bound of another. A group without an estimate has the published bounds and its denominator; a group without published numbers has the bounds none and all.',
  })
  interval!: PointsInterval;

  @Field(() => String, {
    description: 'The group with the highest ratio (nhóm cao nhất); where intervals overlap, it may be another.',
  })
  highest!: string;

  @Field(() => String, {
    description: 'The group with the lowest ratio (nhóm thấp nhất); where intervals overlap, it may be another.',
  })
  lowest!: string;
}

@ObjectType({ description: "A goal's people in a place by groups (phân tổ)." })
export class Breakdown {
  @Field(() => [PeopleGroup], { description: 'The groups (các nhóm).' })
  groups!: readonly Group[];

  @Field(() => BreakdownGap, {
    nullable: true,
    description: 'The gap between them (khoảng cách); null where fewer than two have a ratio.',
  })
  gap!: GroupGap | null;
}
