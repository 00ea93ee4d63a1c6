import { Cost, type Goal, GraphQLMoment, RequiresScopes } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, ID, ObjectType } from 'type-graphql';
import { CommuneObject } from '../commune/commune.type.js';
import { GoalObject } from '../goal/goal.type.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { EventKind } from './event-kind.js';

@ObjectType('HubEvent', {
  description:
    'Something that became known (tin): it says where to look, and has no figure itself. An event occurs once and never changes.',
})
export class HubEventObject {
  @Field(() => ID, { description: 'Its permanent id (mã tin).' })
  id!: string;

  @Field(() => ID, { description: 'Where to go on after it (vị trí): for `events(after:)` and as `Last-Event-ID`.' })
  cursor!: string;

  @Field(() => EventKind, { description: 'The kind of event (loại tin).' })
  kind!: EventKind;

  @Field(() => GraphQLMoment, { description: 'When the hub told it (thời điểm).' })
  at!: Date;

  @Cost(1)
  @Field(() => GoalObject, { nullable: true, description: 'The goal (mục tiêu); null where it concerns all.' })
  goal!: Goal | null;

  @Field(() => GraphQLPeriod, {
    nullable: true,
    description: 'Of which period it tells (kỳ); of figures that changed, the month in which they did.',
  })
  period!: string | null;

  @Cost(1)
  @Field(() => OrganisationObject, {
    nullable: true,
    description:
      'The organisation of the report or schema (tổ chức); null where there is none, and for figures: see `changedBy`.',
  })
  organisation!: Organisation | null;

  @Cost(1)
  @RequiresScopes(['contributions:read'])
  @Field(() => OrganisationObject, {
    nullable: true,
    description:
      'Of figures that changed, the organisation whose release changed them (tổ chức có số liệu thay đổi); null of estimates and of all figures.',
  })
  changedBy!: Organisation | null;

  @RequiresScopes(['contributions:read'])
  @Field(() => GraphQLPeriod, {
    nullable: true,
    description: 'Of figures that changed, the first month whose figures did (tháng đầu tiên có thay đổi).',
  })
  changedFrom!: string | null;

  @Field(() => ID, { nullable: true, description: 'The publication (mã bản công bố); null where it is of none.' })
  publicationId!: string | null;

  @Cost(1)
  @Field(() => CommuneObject, {
    nullable: true,
    description:
      'The commune (xã, phường) that it is of; null of the whole province. Told with `events(commune:)` alone.',
  })
  commune!: object | null;

  @RequiresScopes(['progress:read'])
  @Field(() => [ID], {
    nullable: true,
    description: 'The communes in which figures changed (mã các xã, phường); null where that is not known, or all.',
  })
  communeCodes!: readonly string[] | null;
}

@ObjectType({ description: 'Some events in a row, the earliest first (các tin).' })
export class EventPage {
  @Field(() => [HubEventObject], { description: 'The events (các tin).' })
  nodes!: HubEventObject[];

  @Field(() => ID, {
    description: 'Where to go on (vị trí tiếp theo): nothing up to here is missed, whether there are events or not.',
  })
  cursor!: string;

  @Field(() => Boolean, { description: 'Whether more are there already (còn nữa).' })
  hasMore!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether none is missing since the cursor that was named (đầy đủ): false where that is so old that the log holds no more what followed it.',
  })
  isWhole!: boolean;
}

@ObjectType({ description: 'That events were added (có tin mới).' })
export class EventsAdded {
  @Field(() => ID, { description: 'The cursor of the newest event (vị trí mới nhất).' })
  newest!: string;
}
