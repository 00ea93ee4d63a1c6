import type { SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Agency as AgencyRow } from '../agency/agency.entity.js';
import { Agency } from '../agency/agency.type.js';
import type { Leadership } from './leadership.entity.js';
import { latestLeadership } from './leadership.loader.js';
import { LeadersFirst, TrainedLeaders } from './leadership.type.js';

@Resolver(() => Agency)
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

function inWords({ leaders, trainedLeaders }: Leadership): TrainedLeaders {
  if (trainedLeaders === 0) return TrainedLeaders.NONE;
  return trainedLeaders === leaders ? TrainedLeaders.ALL : TrainedLeaders.SOME;
}

function wentFirst({ firstLeaderTrainedOn, firstStaffTrainedOn }: Leadership): boolean | null {
  if (!firstLeaderTrainedOn) return firstStaffTrainedOn ? false : null;
  return !firstStaffTrainedOn || firstLeaderTrainedOn <= firstStaffTrainedOn;
}
