import { defineLoader, enumOf, GraphQLDay, Records, type SubgraphContext, type WordsOf } from '@hub/kit';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Agency, type AgencyRow } from './records/agency.js';
import { Leadership, type LeadershipRow } from './records/leadership.js';

const trainedLeaders = {
  name: 'TrainedLeaders',
  description: "How many of an agency's leaders have been trained, in words.",
  values: { ALL: 'All of them (tất cả).', SOME: 'Some, not all (một phần).', NONE: 'None yet (chưa có).' },
} as const;

const TrainedLeaders = enumOf(trainedLeaders);
type TrainedLeaders = WordsOf<typeof trainedLeaders>;

@ObjectType({
  description:
    "Whether an agency's leaders led by example (lãnh đạo gương mẫu đi đầu). In words only: an agency has so few leaders that every count of them would be withheld; what is said here is of the office, as the movement asks of leaders in public.",
})
@Records()
export class LeadersFirst {
  @Field(() => TrainedLeaders, { description: 'How many of the leaders have been trained.' })
  trainedLeaders!: TrainedLeaders;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the first leader was trained no later than the first of the staff; null while nobody in the agency has been trained.',
  })
  wentFirst!: boolean | null;

  @Field(() => GraphQLDay, { description: 'The day of the report (thời điểm báo cáo).' })
  asOf!: string;
}

/** Each agency's latest report; null without one. */
const latestLeadership = defineLoader<string, LeadershipRow | null>(async (agencies, em) => {
  const found = await em.find(Leadership.entity, { agencyCode: { $in: [...agencies] } }, { orderBy: { asOf: 'asc' } });
  const reports = found as unknown as LeadershipRow[];
  const latest = new Map(reports.map((report) => [report.agencyCode, report]));
  return agencies.map((agency) => latest.get(agency) ?? null);
});

@Resolver(() => Agency.type)
export class AgencyLeadershipResolver {
  @FieldResolver(() => LeadersFirst, {
    nullable: true,
    description: 'Whether its leaders led by example (gương mẫu đi đầu); null when it has not reported.',
  })
  async leadersFirst(@Root() agency: AgencyRow, @Ctx() context: SubgraphContext): Promise<LeadersFirst | null> {
    const report = await latestLeadership(context).load(agency.code);
    return report && { trainedLeaders: inWords(report), wentFirst: wentFirst(report), asOf: report.asOf };
  }
}

function inWords({ leaders, trainedLeaders }: LeadershipRow): TrainedLeaders {
  if (trainedLeaders === 0) return TrainedLeaders.NONE;
  return trainedLeaders === leaders ? TrainedLeaders.ALL : TrainedLeaders.SOME;
}

function wentFirst({ firstLeaderTrainedOn, firstStaffTrainedOn }: LeadershipRow): boolean | null {
  if (!firstLeaderTrainedOn) return firstStaffTrainedOn ? false : null;
  return !firstStaffTrainedOn || firstLeaderTrainedOn <= firstStaffTrainedOn;
}
