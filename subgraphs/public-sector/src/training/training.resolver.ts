import {
  Cost,
  CourseStub,
  CommuneStub,
  ConnectionArguments,
  type CountKey,
  hasDemonstrationData,
  type Page,
  PeopleCount,
  publishedCountOf,
  type SubgraphContext,
} from '@hub/kit';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Agency as AgencyRow } from '../agency/agency.entity.js';
import { agencyLoader } from '../agency/agency.loader.js';
import { placeOfAgency } from '../agency/agency-place.js';
import { Agency } from '../agency/agency.type.js';
import { PublicStaffGroup } from '../staff/staff.type.js';
import type { AgencyCourse, SharedTraining } from './training.entity.js';
import { agenciesOfCourse, coursesOfAgency, recordsOfAgency } from './training.loader.js';
import {
  AgencyCourseTraining,
  AgencyCourseTrainingConnection,
  TrainingRecord,
  TrainingRecordConnection,
  TrainingSummary,
} from './training.type.js';

/** Whose training, and in which course, where it is not of all. */
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
  @FieldResolver(() => CourseStub, { nullable: true, description: "The university's course (khóa học)." })
  course(@Root() record: SharedTraining): CourseStub {
    return { code: record.courseCode };
  }
}

@Resolver(() => AgencyCourseTraining)
export class AgencyCourseTrainingResolver {
  @FieldResolver(() => Agency, { nullable: true, description: 'The agency (cơ quan).' })
  agency(@Root() { agencyCode }: AgencyCourse, @Ctx() context: SubgraphContext): Promise<AgencyRow | null> {
    return agencyLoader(context).load(agencyCode);
  }

  @FieldResolver(() => CourseStub, { nullable: true, description: "The university's course (khóa học)." })
  course(@Root() { courseCode }: AgencyCourse): CourseStub {
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

@Resolver(() => Agency)
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

@Resolver(() => CourseStub)
export class CourseTrainingResolver {
  @Cost(30)
  @FieldResolver(() => TrainingSummary, {
    nullable: true,
    description: 'People of the public sector who completed the course (cán bộ, công chức, viên chức đã học).',
  })
  publicSectorTraining(@Root() { code }: CourseStub, @Ctx() { rootPlace }: SubgraphContext): TrainingOf {
    return { place: rootPlace, subject: code };
  }

  @Cost(50)
  @FieldResolver(() => AgencyCourseTrainingConnection, {
    nullable: true,
    description: 'The agencies of which at least ten people completed the course, by agency.',
  })
  trainingByAgency(
    @Root() course: CourseStub,
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
