import { type SubgraphContext, type SubgraphDefinition } from '@hub/kit';
import { ActivationEntity } from './activation/activation.entity.js';
import { activationImport } from './activation/activation.import.js';
import { CommuneActivationsResolver } from './activation/activation.resolver.js';
import { writeDemo } from './demo.js';
import { Migration20261201000000_emptySessions } from './empty-sessions.migration.js';
import { GuidanceSessionEntity } from './guidance/guidance-session.entity.js';
import { guidanceSessionImport } from './guidance/guidance-session.import.js';
import {
  CommuneGuidanceResolver,
  GuidanceSessionResolver,
  ServicePointGuidanceResolver,
  TeamGuidanceResolver,
} from './guidance/guidance-session.resolver.js';
import { GuidedPersonEntity } from './guided-people/guided-person.entity.js';
import { guidedPersonImport } from './guided-people/guided-person.import.js';
import { Migration20261129000000_noSurveys } from './no-surveys.migration.js';
import { peopleTables } from './people-tables.js';
import { Migration20260102000000_youthUnion } from './tables.migration.js';
import { TeamEntity, TeamMemberEntity } from './team/team.entity.js';
import { teamImport, teamMemberImport } from './team/team.import.js';
import { teamLoader } from './team/team.loader.js';
import { CommuneTeamsResolver, TeamResolver } from './team/team.resolver.js';

/** The Provincial Youth Union (Tỉnh đoàn Thanh Hóa). */
export const youthUnion: SubgraphDefinition = {
  organisation: 'youth-union',
  folder: new URL('..', import.meta.url),
  entities: [TeamEntity, TeamMemberEntity, GuidanceSessionEntity, ActivationEntity, GuidedPersonEntity],
  people: [
    { entity: TeamMemberEntity, whenErased: 'delete' },
    { entity: GuidedPersonEntity, whenErased: 'delete' },
  ],
  tables: peopleTables,
  migrations: [
    Migration20260102000000_youthUnion,
    Migration20261129000000_noSurveys,
    Migration20261201000000_emptySessions,
  ],
  resolvers: [
    TeamResolver,
    CommuneTeamsResolver,
    GuidanceSessionResolver,
    TeamGuidanceResolver,
    CommuneGuidanceResolver,
    ServicePointGuidanceResolver,
    CommuneActivationsResolver,
  ],
  references: {
    DigitalLiteracyTeam: ({ code }: { code: string }, context: SubgraphContext) => teamLoader(context).load(code),
  },
  imports: [teamImport, teamMemberImport, guidanceSessionImport, guidedPersonImport, activationImport],
  writeDemo,
};
