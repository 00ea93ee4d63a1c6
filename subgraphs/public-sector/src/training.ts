import {
  connectionType,
  Cost,
  CommuneStub,
  ConnectionArguments,
  type CountKey,
  GraphQLDay,
  hasDemonstrationData,
  listLoader,
  type Page,
  pageLoader,
  PeopleCount,
  publishedCountOf,
  Records,
  stubOf,
  type SubgraphContext,
} from '@hub/kit';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { placeOfAgency } from './agency-place.js';
import { Agency, type AgencyRow } from './records/agency.js';
import { TrainingResult } from './records/training.js';
import { PublicStaffGroup } from './staff.js';

const Course = stubOf('Course', "The course's code (mã khóa học).");
type Course = InstanceType<typeof Course>;

/**
 * A view of training records for the graph, as of the newest release: course, day and result without the person, if at
 * least ten people of the agency share them. The staff group is left out, because colleagues know an agency's only
 * worker.
 */
export const SharedTrainingEntity = defineEntity({
  name: 'SharedTraining',
  tableName: 'shared_training',
  properties: {
    /** Place of the agency; see `placeOfAgency`. */
    place: p.text().primary(),
    courseCode: p.text().primary(),
    completedOn: p.text().primary(),
    result: p.enum(() => TrainingResult).primary(),
  },
});

type SharedTraining = InferEntity<typeof SharedTrainingEntity>;

/** A view of agencies and the courses that their people took, from published counts. */
export const AgencyCourseEntity = defineEntity({
  name: 'AgencyCourse',
  tableName: 'agency_course',
  properties: {
    /** Place of the agency; see `placeOfAgency`. */
    place: p.text().primary(),
    agencyCode: p.text(),
    courseCode: p.text().primary(),
  },
});

type AgencyCourse = InferEntity<typeof AgencyCourseEntity>;

/** The courses of an agency, by its place; see `placeOfAgency`. */
const coursesOfAgency = listLoader<AgencyCourse>(AgencyCourseEntity, 'place', 'courseCode');

const agenciesOfCourse = pageLoader<AgencyCourse>({
  entity: AgencyCourseEntity,
  parentColumn: 'course_code',
  orderColumns: ['agency_code'],
});

/** The records of an agency, by its place. */
const recordsOfAgency = pageLoader<SharedTraining>({
  entity: SharedTrainingEntity,
  parentColumn: 'place',
  orderColumns: ['completed_on', 'course_code', 'result'],
});

@ObjectType({ description: 'How many people of the public sector completed training, and how many passed.' })
@Records()
export class TrainingSummary {
  @Field(() => PeopleCount, { description: 'Distinct people who completed training, passed or not (đã bồi dưỡng).' })
  trained!: PeopleCount;

  @Field(() => PeopleCount, { description: 'Of them, who passed (đạt).' })
  passed!: PeopleCount;
}

@ObjectType({ description: "What one course of the university's did in one agency." })
@Records()
export class AgencyCourseTraining {
  @Field(() => PeopleCount, { description: 'Distinct people of the agency who completed the course, passed or not.' })
  completed!: PeopleCount;

  @Field(() => PeopleCount, { description: 'Of them, who passed the course (đạt).' })
  passed!: PeopleCount;
}

@ObjectType({
  description:
    'A training record (hồ sơ bồi dưỡng) that at least ten people of the agency share: the same course, day and result. It has no names and no personal numbers, and records that fewer people share are not listed.',
})
@Records()
export class TrainingRecord {
  @Field(() => GraphQLDay, { description: 'When the course was completed (ngày hoàn thành).' })
  completedOn!: string;

  @Field(() => TrainingResult, { description: 'How it ended (kết quả).' })
  result!: TrainingResult;
}

export const AgencyCourseTrainingConnection = connectionType(
  'AgencyCourseTraining',
  () => AgencyCourseTraining,
  "a course's agencies",
  Records(),
);
export const TrainingRecordConnection = connectionType(
  'TrainingRecord',
  () => TrainingRecord,
  "an agency's training records",
  Records(),
);

/** Place and course of a training count; absent parts mean all. */
type TrainingOf = Pick<CountKey, 'place'> & Partial<Pick<CountKey, 'subject'>>;

@Resolver(() => TrainingSummary)
export class TrainingSummaryResolver {
  @FieldResolver(() => PeopleCount)
  trained(@Root() { place, subject = '' }: TrainingOf, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'TRAINED', subject, place }, context);
  }

  @FieldResolver(() => PeopleCount)
  passed(@Root() { place, subject = '' }: TrainingOf, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'PASSED', subject, place }, context);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether made-up demonstration data (dữ liệu minh họa) is part of the figures.',
  })
  demonstration(@Ctx() context: SubgraphContext): Promise<boolean> {
    return hasDemonstrationData(context);
  }
}

@Resolver(() => TrainingRecord)
export class TrainingRecordResolver {
  @FieldResolver(() => Course, { nullable: true, description: "The university's course (khóa học)." })
  course(@Root() record: SharedTraining): Course {
    return { code: record.courseCode };
  }
}

@Resolver(() => AgencyCourseTraining)
export class AgencyCourseTrainingResolver {
  @FieldResolver(() => Agency.type, { nullable: true, description: 'The agency (cơ quan).' })
  agency(@Root() { agencyCode }: AgencyCourse, @Ctx() context: SubgraphContext): Promise<AgencyRow | null> {
    return Agency.loader(context).load(agencyCode);
  }

  @FieldResolver(() => Course, { nullable: true, description: "The university's course (khóa học)." })
  course(@Root() { courseCode }: AgencyCourse): Course {
    return { code: courseCode };
  }

  @FieldResolver(() => PeopleCount)
  completed(@Root() { courseCode, place }: AgencyCourse, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'TRAINED', subject: courseCode, place }, context);
  }

  @FieldResolver(() => PeopleCount)
  passed(@Root() { courseCode, place }: AgencyCourse, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'PASSED', subject: courseCode, place }, context);
  }
}

@Resolver(() => Agency.type)
export class AgencyTrainingResolver {
  @Cost(200)
  @FieldResolver(() => TrainingSummary, { description: 'The training of its people (bồi dưỡng), over all courses.' })
  training(@Root() agency: AgencyRow): TrainingOf {
    return { place: placeOfAgency(agency) };
  }

  @Cost(3)
  @FieldResolver(() => [AgencyCourseTraining], {
    description: 'The training of its people in each course that at least ten of them took, by course.',
  })
  trainingByCourse(@Root() agency: AgencyRow, @Ctx() context: SubgraphContext): Promise<AgencyCourse[]> {
    return coursesOfAgency(context).load(placeOfAgency(agency));
  }

  @Cost(200)
  @FieldResolver(() => TrainingRecordConnection, {
    nullable: true,
    description:
      'Its training records (hồ sơ bồi dưỡng), the earliest first: each that at least ten of its people share is listed once, without people; the others are not.',
  })
  trainingRecords(
    @Root() agency: AgencyRow,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SharedTraining>> {
    return recordsOfAgency(context).load({ ...slice, parent: placeOfAgency(agency) });
  }
}

@Resolver(() => Course)
export class CourseTrainingResolver {
  @Cost(30)
  @FieldResolver(() => TrainingSummary, {
    nullable: true,
    description: 'People of the public sector who completed the course (cán bộ, công chức, viên chức đã học).',
  })
  publicSectorTraining(@Root() { code }: Course, @Ctx() { rootPlace }: SubgraphContext): TrainingOf {
    return { place: rootPlace, subject: code };
  }

  @Cost(50)
  @FieldResolver(() => AgencyCourseTrainingConnection, {
    nullable: true,
    description: 'The agencies of which at least ten people completed the course, by agency.',
  })
  trainingByAgency(
    @Root() course: Course,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AgencyCourse>> {
    return agenciesOfCourse(context).load({ ...slice, parent: course.code });
  }
}

@Resolver(() => CommuneStub)
export class CommuneTrainingResolver {
  @Cost(200)
  @FieldResolver(() => TrainingSummary, {
    nullable: true,
    description: "The training of the people of the commune's own agencies (cơ quan cấp xã), wherever they live.",
  })
  publicSectorTraining(@Root() { code }: CommuneStub): TrainingOf {
    return { place: code };
  }
}

@Resolver(() => PublicStaffGroup)
export class PublicStaffTrainingResolver {
  @FieldResolver(() => TrainingSummary, { description: 'The training of the people of this group, over all courses.' })
  training(@Root() { group }: PublicStaffGroup): TrainingOf {
    return { place: group };
  }
}
