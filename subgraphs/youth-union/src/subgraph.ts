import { atScale, demonstration } from '@hub/demo';
import { defineSubgraph } from '@hub/kit';
import { activationCounts, CommuneActivationsResolver } from './account-activations.js';
import { writeDemo } from './demo.js';
import { writeScale } from './scale.js';
import {
  guidanceCounts,
  GuidanceSessionOccurrencesResolver,
  ServicePointOccurrencesResolver,
} from './guidance-occurrences.js';
import { Migration20261201000000_emptySessions } from './migrations/empty-sessions.migration.js';
import { Migration20261129000000_noSurveys } from './migrations/no-surveys.migration.js';
import { Migration20260102000000_youthUnion } from './migrations/tables.migration.js';
import { Migration20261210000000_teamMemberPerson } from './migrations/team-member-person.migration.js';
import { AccountActivation } from './records/account-activation.js';
import { GuidanceSession } from './records/guidance-session.js';
import { GuidedPerson } from './records/guided-person.js';
import { Team, TeamMember } from './records/team.js';

/** The Provincial Youth Union (Tỉnh đoàn Thanh Hóa). */
export const youthUnion = defineSubgraph([Team, TeamMember, GuidanceSession, GuidedPerson, AccountActivation], {
  organisation: 'youth-union',
  folder: new URL('..', import.meta.url),
  tables: [guidanceCounts, activationCounts],
  migrations: [
    Migration20260102000000_youthUnion,
    Migration20261129000000_noSurveys,
    Migration20261201000000_emptySessions,
    Migration20261210000000_teamMemberPerson,
  ],
  resolvers: [GuidanceSessionOccurrencesResolver, ServicePointOccurrencesResolver, CommuneActivationsResolver],
  writeDemo: demonstration(writeDemo),
  writeScale: atScale(writeScale, ['replaces.csv']),
});
