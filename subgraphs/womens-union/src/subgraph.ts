import { contributionOf, type SubgraphDefinition, type SubgraphContext } from '@hub/kit';
import { BranchEntity } from './branch/branch.entity.js';
import { branchImport } from './branch/branch.import.js';
import { BranchResolver, CommuneBranchesResolver } from './branch/branch.resolver.js';
import { GroupMemberEntity, GroupSessionEntity, LearningGroupEntity } from './learning-group/learning-group.entity.js';
import { groupMemberImport, groupSessionImport, learningGroupImport } from './learning-group/learning-group.import.js';
import { groupLoader } from './learning-group/learning-group.loader.js';
import {
  CommuneLearningGroupsResolver,
  LearningGroupResolver,
  TeamLearningGroupsResolver,
} from './learning-group/learning-group.resolver.js';
import { Migration20260102000000_womensUnion } from './tables.migration.js';

const contribution = contributionOf('womens-union');

/** The Provincial Women's Union (Hội Liên hiệp Phụ nữ tỉnh). */
export const womensUnion: SubgraphDefinition = {
  organisation: 'womens-union',
  folder: new URL('..', import.meta.url),
  entities: [BranchEntity, LearningGroupEntity, GroupMemberEntity, GroupSessionEntity],
  migrations: [Migration20260102000000_womensUnion],
  resolvers: [
    BranchResolver,
    CommuneBranchesResolver,
    LearningGroupResolver,
    TeamLearningGroupsResolver,
    CommuneLearningGroupsResolver,
    contribution.GoalProgressResolver,
  ],
  orphanedTypes: [contribution.GoalProgress],
  references: {
    LearningGroup: ({ code }: { code: string }, context: SubgraphContext) => groupLoader(context).load(code),
  },
  imports: [branchImport, learningGroupImport, groupMemberImport, groupSessionImport],
  writeDemo: () => Promise.resolve(),
};
