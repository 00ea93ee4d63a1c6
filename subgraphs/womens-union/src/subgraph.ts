import { atScale, demonstration } from '@hub/demo';
import { defineSubgraph } from '@hub/kit';
import { writeDemo } from './demo.js';
import { writeScale } from './scale.js';
import {
  CommuneDigitalFamiliesResolver,
  DigitalFamiliesResolver,
  digitalFamilyCounts,
} from './digital-family-summary.js';
import { Migration20261201000000_emptySessions } from './migrations/empty-sessions.migration.js';
import { Migration20261203000000_sessionsByDay } from './migrations/sessions-by-day.migration.js';
import { Migration20260102000000_womensUnion } from './migrations/tables.migration.js';
import { Migration20261210000000_groupMemberPerson } from './migrations/group-member-person.migration.js';
import { Branch } from './records/branch.js';
import { DigitalFamily } from './records/digital-family.js';
import { DigitalIdentity } from './records/digital-identity.js';
import { GroupMember, GroupSession, LearningGroup } from './records/learning-group.js';
import { Meeting } from './records/meeting.js';

/** The Provincial Women's Union (Hội Liên hiệp Phụ nữ tỉnh). */
export const womensUnion = defineSubgraph(
  [Branch, LearningGroup, GroupMember, GroupSession, DigitalFamily, DigitalIdentity, Meeting],
  {
    organisation: 'womens-union',
    folder: new URL('..', import.meta.url),
    tables: [digitalFamilyCounts],
    migrations: [
      Migration20260102000000_womensUnion,
      Migration20261201000000_emptySessions,
      Migration20261203000000_sessionsByDay,
      Migration20261210000000_groupMemberPerson,
    ],
    resolvers: [DigitalFamiliesResolver, CommuneDigitalFamiliesResolver],
    writeDemo: demonstration(writeDemo),
    writeScale: atScale(writeScale),
  },
);
