import { GraphQLPeriod } from '@hub/protocol';
import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { CoherenceFinding } from '../coherence/coherence.type.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';

/** What a number of a quality report measures. */
export enum QualityConcept {
  DATA_COMPLETENESS = 'DATA_COMPLETENESS',
  VARIATION = 'VARIATION',
  MEDIAN_VARIATION = 'MEDIAN_VARIATION',
  LARGEST_VARIATION = 'LARGEST_VARIATION',
  UNCOUNTED_ORGANISATIONS = 'UNCOUNTED_ORGANISATIONS',
  OVER_COVERAGE = 'OVER_COVERAGE',
  LINKAGE = 'LINKAGE',
  REFUSED_ROWS = 'REFUSED_ROWS',
  REVISED_MONTHS = 'REVISED_MONTHS',
  MEAN_REVISION = 'MEAN_REVISION',
  MEAN_ABSOLUTE_REVISION = 'MEAN_ABSOLUTE_REVISION',
  RELATIVE_ABSOLUTE_REVISION = 'RELATIVE_ABSOLUTE_REVISION',
  TIME_LAG_FIRST = 'TIME_LAG_FIRST',
  TIME_LAG_LAST = 'TIME_LAG_LAST',
  PUNCTUALITY = 'PUNCTUALITY',
  REPORTS_ON_TIME = 'REPORTS_ON_TIME',
  CONTRADICTIONS = 'CONTRADICTIONS',
  METADATA_COMPLETENESS = 'METADATA_COMPLETENESS',
}

registerEnumType(QualityConcept, {
  name: 'QualityConcept',
  description:
    'What a number of a quality report measures (tiêu chí chất lượng), with its concept in SIMS 2.0 of the European Statistical System.',
  valuesConfig: {
    DATA_COMPLETENESS: {
      description:
        'S.12.3.1: share of the expected organisations that have reported the whole month (tỷ lệ đủ số liệu).',
    },
    VARIATION: {
      description:
        "S.13.2.1: coefficient of variation of the whole's estimate: half of the 95 % interval over 1.96, over the estimate (hệ số biến thiên).",
    },
    MEDIAN_VARIATION: {
      description:
        'S.13.2.1: the median of the communes’ coefficients of variation (trung vị hệ số biến thiên của các xã). Each commune’s is `DistinctPeople.coefficientOfVariation`.',
    },
    LARGEST_VARIATION: {
      description: 'S.13.2.1: the largest of the communes’ coefficients of variation (hệ số biến thiên lớn nhất).',
    },
    UNCOUNTED_ORGANISATIONS: {
      description:
        'S.13.3.1: share of the expected organisations of which the figure has no number (tổ chức chưa được tính): the figure may lack their people.',
    },
    OVER_COVERAGE: {
      description:
        'S.13.3.1.1: share of the people, at least, that is more than the denominator has (tỷ lệ vượt phạm vi).',
    },
    LINKAGE: {
      description:
        'S.13.3.1: share of the communes with a figure where each person counts once, though several organisations reached people (liên kết giữa các tổ chức); of the others only bounds are known.',
    },
    REFUSED_ROWS: {
      description:
        "S.13.3.1: rows without a valid citizen's number, which no figure counts (dòng bị loại), in the newest files behind the releases that count now. Each organisation rounds its number down to ten.",
    },
    REVISED_MONTHS: {
      description:
        'S.17.2: months that revisions are computed of (số tháng so sánh): of the last 12 that were published up to this month, those whose first publication can be compared with the figure of now.',
    },
    MEAN_REVISION: {
      description:
        'S.17.2.1: the mean of the revisions of these months: people now, less people in the first publication (hiệu chỉnh bình quân).',
    },
    MEAN_ABSOLUTE_REVISION: {
      description: 'S.17.2.1: the mean of the revisions without their signs (hiệu chỉnh tuyệt đối bình quân).',
    },
    RELATIVE_ABSOLUTE_REVISION: {
      description:
        'S.17.2.1: the sum of the revisions without their signs, over the sum of the figures of now (tỷ lệ hiệu chỉnh).',
    },
    TIME_LAG_FIRST: {
      description: "S.14.1.1: days from the month's end to its first publication (thời gian đến bản công bố đầu tiên).",
    },
    TIME_LAG_LAST: {
      description: "S.14.1.2: days from the month's end to its newest publication (thời gian đến bản mới nhất).",
    },
    PUNCTUALITY: {
      description:
        'S.14.2.1: days from the due day to the first publication; below zero where it came earlier (đúng hạn công bố).',
    },
    REPORTS_ON_TIME: {
      description:
        "S.14.2.1: share of the organisations' reports of the month that came in time, of those due (tỷ lệ báo cáo đúng hạn).",
    },
    CONTRADICTIONS: {
      description: 'S.15.4: how many contradictions of its figures are certain (số mâu thuẫn); `coherence` has them.',
    },
    METADATA_COMPLETENESS: {
      description:
        'S.10.6.1: share of the eight texts of its reference metadata that are laid down (tỷ lệ đủ siêu dữ liệu): definition, source, method, error, revision policy, contact, licence and due days.',
    },
  },
});

/** What a number of a quality report counts. */
export enum QualityUnit {
  SHARE = 'SHARE',
  PEOPLE = 'PEOPLE',
  DAYS = 'DAYS',
  COUNT = 'COUNT',
}

registerEnumType(QualityUnit, {
  name: 'QualityUnit',
  description: 'What a number of a quality report counts (đơn vị).',
  valuesConfig: {
    SHARE: { description: 'A share: 1 is everything (tỷ lệ).' },
    PEOPLE: { description: 'People (người).' },
    DAYS: { description: 'Days (ngày).' },
    COUNT: { description: 'Rows, months or contradictions, as the concept says (số lượng).' },
  },
});

/** Why a number of a quality report is not known. */
export enum NoQuality {
  NOT_EXPECTED = 'NOT_EXPECTED',
  NO_FIGURE = 'NO_FIGURE',
  NO_ESTIMATE = 'NO_ESTIMATE',
  NO_DENOMINATOR = 'NO_DENOMINATOR',
  NOT_PUBLISHED = 'NOT_PUBLISHED',
  NOT_COMPARABLE = 'NOT_COMPARABLE',
  NO_DUE_DAY = 'NO_DUE_DAY',
}

registerEnumType(NoQuality, {
  name: 'NoQuality',
  description: 'Why a number of a quality report is not known (lý do không có số).',
  valuesConfig: {
    NOT_EXPECTED: { description: 'No organisation was expected to report (không tổ chức nào phải báo cáo).' },
    NO_FIGURE: { description: 'No organisation has released a figure (chưa có số liệu).' },
    NO_ESTIMATE: { description: 'Only bounds are known (chỉ biết cận dưới và cận trên).' },
    NO_DENOMINATOR: { description: 'The denominator is not known (chưa có mẫu số).' },
    NOT_PUBLISHED: { description: 'The goal has no publication of the month, or of any month (chưa công bố).' },
    NOT_COMPARABLE: {
      description:
        'Each first publication counts other organisations or another audience than now, or has bounds where there is an estimate now (không so sánh được).',
    },
    NO_DUE_DAY: { description: 'No day is laid down, or none is due (chưa quy định hạn).' },
  },
});

@ObjectType({ description: 'A number of a quality report (chỉ số chất lượng).' })
export class QualityIndicator {
  @Field(() => QualityConcept, { description: 'What it measures (tiêu chí).' })
  concept!: QualityConcept;

  @Field(() => String, {
    description: 'The code of its concept in SIMS 2.0, such as `S.13.2.1` (mã trong chuẩn SIMS).',
  })
  sims!: string;

  @Field(() => QualityUnit, { description: 'What it counts (đơn vị).' })
  unit!: QualityUnit;

  @Field(() => Float, { nullable: true, description: 'The number (giá trị); null where it is not known.' })
  value!: number | null;

  @Field(() => NoQuality, { nullable: true, description: 'Why it is not known (lý do); null where it is.' })
  notKnown!: NoQuality | null;
}

@ObjectType({
  description:
    "The quality of a goal's figures of a month for the whole (báo cáo chất lượng), computed from what the hub stores and you may see, by concepts of the European Statistical System (ESS).",
})
export class GoalQuality {
  @Field(() => GraphQLPeriod, { description: 'The month (tháng).' })
  month!: string;

  @Field(() => [QualityIndicator], {
    description: 'The numbers of the whole, in the order of the concepts (các chỉ số toàn tỉnh).',
  })
  indicators!: QualityIndicator[];

  @Field(() => [CoherenceFinding], {
    description: 'The contradictions of its figures that are certain (mâu thuẫn), as `Goal.coherence` has them.',
  })
  coherence!: CoherenceFinding[];

  /** The figure of the whole. */
  whole!: GoalProgress;
}
