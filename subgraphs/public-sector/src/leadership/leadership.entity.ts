import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** What an agency reported of its leaders' training on a day. */
export const LeadershipEntity = defineEntity({
  name: 'Leadership',
  tableName: 'leadership',
  properties: {
    agencyCode: p.text().primary(),
    asOf: p.date().primary(),
    leaders: p.integer(),
    trainedLeaders: p.integer(),
    firstLeaderTrainedOn: p.date().nullable(),
    firstStaffTrainedOn: p.date().nullable(),
  },
});

export type Leadership = InferEntity<typeof LeadershipEntity>;
