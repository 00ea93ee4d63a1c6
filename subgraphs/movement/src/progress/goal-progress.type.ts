import {
  Contribution,
  contributionFieldSet,
  GraphQLPeriod,
  participants,
  progressPlaceDescription,
  shareField,
} from '@hub/kit';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type PeopleBounds as Bounds, ProgressStatus, type Share } from './progress.js';

registerEnumType(ProgressStatus, {
  name: 'ProgressStatus',
  description: 'How a goal stands against the linear pace from its start to its deadline (trạng thái tiến độ).',
  valuesConfig: {
    ACHIEVED: { description: 'The lower end of what is known reaches the target (đã đạt).' },
    ON_TRACK: { description: 'Pace 0.95 or more (đúng tiến độ).' },
    AT_RISK: { description: 'Pace from 0.60 to below 0.95 (có nguy cơ chậm).' },
    OFF_TRACK: { description: 'Pace below 0.60, or the deadline has passed (chậm tiến độ).' },
    FALLING: { description: 'Below where it began (giảm).' },
    NOT_STARTED: { description: 'The period ends before the movement towards the goal began (chưa bắt đầu).' },
    NO_DATA: { description: 'No expected organisation answered, or no denominator is known (không có số liệu).' },
  },
});

@ObjectType({ description: 'Bounds on a number of distinct people (cận dưới và cận trên của số người).' })
export class PeopleBounds implements Bounds {
  @Field(() => Int, { description: 'At least this many: the largest single organisation (cận dưới).' })
  lower!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'At most this many: the sum of the organisations, capped by the denominator; the denominator when an organisation is missing or withheld (cận trên).',
  })
  upper!: number | null;
}

@ObjectType({ description: 'How far one goal is in one commune, or the province, in one period (tiến độ mục tiêu).' })
@Directive('@key(fields: "goalCode communeCode period")')
export class GoalProgress {
  @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
  goalCode!: string;

  @Field(() => ID, { description: progressPlaceDescription })
  communeCode!: string;

  @Field(() => GraphQLPeriod, { description: 'The period (kỳ).' })
  period!: string;
}

/** A representation of `GoalProgress` as a gateway sends it: the key and, where required, every organisation's share. */
export type ProgressRepresentation = GoalProgress & Readonly<Partial<Record<string, Share | string | null>>>;

for (const participant of participants) {
  const name = shareField(participant);
  Field(() => Contribution, { name, nullable: true, description: `The share of ${participant.name}.` })(
    GoalProgress.prototype,
    name,
  );
  Directive('@external')(GoalProgress.prototype, name);
}

/** Asks the gateway for every organisation's share first; the same set for all computed fields, so that movement is asked once. */
export const RequiresContributions = (): MethodDecorator => Directive(`@requires(fields: "${contributionFieldSet}")`);
