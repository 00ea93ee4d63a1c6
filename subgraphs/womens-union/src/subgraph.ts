import { type SubgraphDefinition, type SubgraphContext } from '@hub/kit';
import { BranchEntity } from './branch/branch.entity.js';
import { branchImport } from './branch/branch.import.js';
import { BranchResolver, CommuneBranchesResolver } from './branch/branch.resolver.js';
import { writeDemo } from './demo.js';
import { DigitalFamilyEntity } from './digital-family/digital-family.entity.js';
import { digitalFamilyImport } from './digital-family/digital-family.import.js';
import { CommuneDigitalFamiliesResolver, DigitalFamiliesResolver } from './digital-family/digital-family.resolver.js';
import { DigitalIdentityEntity } from './digital-identity/digital-identity.entity.js';
import { digitalIdentityImport } from './digital-identity/digital-identity.import.js';
import {
  CommuneDigitalIdentitiesResolver,
  DigitalIdentitiesResolver,
} from './digital-identity/digital-identity.resolver.js';
import { GroupMemberEntity, GroupSessionEntity, LearningGroupEntity } from './learning-group/learning-group.entity.js';
import { groupMemberImport, groupSessionImport, learningGroupImport } from './learning-group/learning-group.import.js';
import { groupLoader } from './learning-group/learning-group.loader.js';
import {
  CommuneLearningGroupsResolver,
  LearningGroupResolver,
  LearningGroupSessionResolver,
  TeamLearningGroupsResolver,
} from './learning-group/learning-group.resolver.js';
import { Migration20261203000000_sessionsByDay } from './learning-group/sessions-by-day.migration.js';
import { MeetingEntity } from './meeting/meeting.entity.js';
import { meetingImport } from './meeting/meeting.import.js';
import { CommuneMeetingsResolver, MeetingResolver } from './meeting/meeting.resolver.js';
import { peopleTables } from './people-tables.js';
import { Migration20261201000000_emptySessions } from './empty-sessions.migration.js';
import { Migration20260102000000_womensUnion } from './tables.migration.js';

/** The Provincial Women's Union (Hội Liên hiệp Phụ nữ tỉnh). */
export const womensUnion: SubgraphDefinition = {
  organisation: 'womens-union',
  folder: new URL('..', import.meta.url),
  entities: [
    BranchEntity,
    LearningGroupEntity,
    GroupMemberEntity,
    GroupSessionEntity,
    DigitalFamilyEntity,
    DigitalIdentityEntity,
    MeetingEntity,
  ],
  people: [
    { entity: GroupMemberEntity, whenErased: 'delete' },
    { entity: DigitalIdentityEntity, whenErased: 'delete' },
  ],
  tables: peopleTables,
  migrations: [
    Migration20260102000000_womensUnion,
    Migration20261201000000_emptySessions,
    Migration20261203000000_sessionsByDay,
  ],
  resolvers: [
    BranchResolver,
    CommuneBranchesResolver,
    LearningGroupResolver,
    LearningGroupSessionResolver,
    TeamLearningGroupsResolver,
    CommuneLearningGroupsResolver,
    DigitalFamiliesResolver,
    CommuneDigitalFamiliesResolver,
    DigitalIdentitiesResolver,
    CommuneDigitalIdentitiesResolver,
    MeetingResolver,
    CommuneMeetingsResolver,
  ],
  references: {
    LearningGroup: ({ code }: { code: string }, context: SubgraphContext) => groupLoader(context).load(code),
  },
  imports: [
    branchImport,
    learningGroupImport,
    groupMemberImport,
    groupSessionImport,
    digitalFamilyImport,
    digitalIdentityImport,
    meetingImport,
  ],
  writeDemo,
};
