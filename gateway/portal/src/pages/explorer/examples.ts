import type { Said } from '../../language/language.js';

/** An example query from the documentation, with its title. */
export interface Example {
  readonly title: Said;
  readonly query: string;
}

/** The queries of README.md and docs/analysts.md in the same order; a test compares them. */
export const examples: readonly Example[] = [
  {
    title: {
      vi: 'Toàn tỉnh đạt bốn mục tiêu đến đâu, ai góp bao nhiêu, và ai hỗ trợ ai ở một phường',
      en: 'How far the province is from each of the four goals, who contributes what, and who supports whom in one ward',
    },
    query: `{
  publicSector: goal(code: "PUBLIC_SECTOR") {
    ...Progress
  }
  pupils: goal(code: "PUPILS") {
    ...Progress
  }
  adultsBasic: goal(code: "ADULTS_BASIC") {
    ...Progress
  }
  adultsConfirmed: goal(code: "ADULTS_CONFIRMED") {
    ...Progress
  }
  commune(code: "14758") {
    name
    learningGroups(first: 1) {
      nodes {
        name
        members {
          people
          atMost
        }
        supportedBy {
          name
          schools(first: 1) {
            nodes {
              name
            }
          }
        }
      }
    }
  }
}

fragment Progress on Goal {
  title(language: EN)
  progress(period: "2026-09") {
    denominator {
      value
    }
    people {
      lower
      upper
      estimate
      interval {
        lower
        upper
      }
      method
    }
    gapPeople
    status
    contributions {
      organisation {
        code
      }
      share {
        people
      }
    }
    missing {
      code
    }
    demonstration
  }
}`,
  },
  {
    title: {
      vi: 'Mục tiêu minh họa: khi nào chưa xác định, và mọi cách báo cáo',
      en: 'The demonstration’s own goal: where there is no verdict, and every state of a report',
    },
    query: `{ goal(code: "DEMO_ACCOUNTS") { reportDueDays
    completeness(from: "2026-07", to: "2026-10") { organisations { organisation { code } onTime months { month state late } } }
    progressByCommune(period: "2026-08", first: 500) { nodes { commune { code name } status } }
    anomalies { nodes { rule progress { communeCode } } } } }`,
  },
  {
    title: {
      vi: 'Tìm đơn vị cũ theo tên, và các đơn vị kế tục',
      en: 'Find a former unit by its name, and what followed it',
    },
    query: `{ places(search: "quảng xương") { nodes { code name level validUntil divided successors { code name } } } }`,
  },
  {
    title: { vi: 'Tạo khóa cho bảng tính', en: 'Make a key for a spreadsheet' },
    query: `mutation {
  createProgramKey(input: { name: "Lan, monthly report", role: "analyst", purpose: "steering" }) {
    secret
    key {
      id
      until
    }
  }
}`,
  },
  {
    title: {
      vi: 'Xã nào chậm nhất, còn thiếu bao nhiêu người',
      en: 'Which communes lag the most, and by how many people',
    },
    query: `{ goal(code: "ADULTS_BASIC") { progressByCommune(
    period: "2026-10", orderBy: { field: GAP_PEOPLE, direction: DESC }, first: 50
  ) { totalCount edges { rank { overall withinType } node {
    commune { code name area } people { lower upper } gapPeople status completeThrough missing { code } } }
    subtotals { area communes people ratio } pageInfo { endCursor hasNextPage } } } }`,
  },
  {
    title: {
      vi: 'Học sinh đạt đến đâu, tính theo nơi trường đóng, và trên bao nhiêu em',
      en: 'How far pupils are, counted where their school is, and of how many',
    },
    query: `{ goal(code: "PUPILS") { progress(period: "2026-10") { people { lower upper } ratio status denominator { value asOf source } contributions { organisation { code } share { people occurrences } } } }
  pupilAssessments(schoolYear: "2025-2026") { assessed { people } passed { people } }
  organisation(code: "education") { pupilsEnrolled(on: "2026-10-31") { on pupils { people } livingHere { people } } } }`,
  },
  {
    title: { vi: 'Mọi thứ ở một xã', en: 'Everything in one commune' },
    query: `{ communes(search: "nam sam son") { nodes { name
    goalProgress { goal { code title } people { lower upper } status }
    learningGroups { totalCount } digitalLiteracyTeams { name } guidanceSessions { totalCount }
    digitalSkillsClasses { totalCount } schools { nodes { name levels digitalSkillsLessons { totalCount } } }
    confirmations(period: "2026-10", first: 1) { nodes { figures { adultsConfirmed { people } accountsLevel2 { people } } } } agencies { name trainingByCourse { course { title } passed { people } } }
    tasks { totalCount } obstacles(resolved: false) { nodes { description remover { name } } } } } }`,
  },
];
