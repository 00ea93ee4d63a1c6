import {
  Cost,
  CourseStub,
  CommuneStub,
  ConnectionArguments,
  hasDemonstrationData,
  type Page,
  PeopleCount,
  type SubgraphContext,
} from '@hub/kit';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Agency as AgencyRow } from '../agency/agency.entity.js';
import { agencyLoader } from '../agency/agency.loader.js';
import { Agency } from '../agency/agency.type.js';
import { PublicStaffGroup } from '../staff/staff.type.js';
import type { AgencyCourse, SharedTraining } from './training.entity.js';
import {
  agenciesOfCourse,
  coursesOfAgency,
  recordsOfAgency,
  trainingOfAgency,
  trainingOfAgencyInCourse,
  trainingOfCommune,
  trainingOfCourse,
  trainingOfGroup,
} from './training.loader.js';
import {
  AgencyCourseTraining,
  AgencyCourseTrainingConnection,
  TrainingRecord,
  TrainingRecordConnection,
  TrainingSummary,
} from './training.type.js';

@Resolver(() => TrainingSummary)
export class TrainingSummaryResolver {
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
  async completed(@Root() cell: AgencyCourse, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return (await trainingOfAgencyInCourse(cell, context)).trained;
  }

  @FieldResolver(() => PeopleCount)
  async passed(@Root() cell: AgencyCourse, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return (await trainingOfAgencyInCourse(cell, context)).passed;
  }
}

@Resolver(() => Agency)
export class AgencyTrainingResolver {
  @Cost(200)
  @FieldResolver(() => TrainingSummary, { description: 'The training of its people (bồi dưỡng), over all courses.' })
  training(@Root() agency: AgencyRow, @Ctx() context: SubgraphContext): Promise<TrainingSummary> {
    return trainingOfAgency(context).load(agency.code);
  }

  @Cost(3)
  @FieldResolver(() => [AgencyCourseTraining], { description: 'The training of its people in each course, by course.' })
  trainingByCourse(@Root() agency: AgencyRow, @Ctx() context: SubgraphContext): Promise<AgencyCourse[]> {
    return coursesOfAgency(context).load(agency.code);
  }

  @Cost(200)
  @FieldResolver(() => TrainingRecordConnection, {
    nullable: true,
    description:
      'Its training records (hồ sơ bồi dưỡng), the earliest first: each that at least ten of its people share is listed once, without people; the others are withheld. Null when so few of its people have been trained that their number is withheld.',
  })
  async trainingRecords(
    @Root() agency: AgencyRow,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SharedTraining> | null> {
    const { trained } = await trainingOfAgency(context).load(agency.code);
    return trained.suppressed ? null : recordsOfAgency(context).load({ ...slice, parent: agency.code });
  }
}

@Resolver(() => CourseStub)
export class CourseTrainingResolver {
  @Cost(30)
  @FieldResolver(() => TrainingSummary, {
    nullable: true,
    description: 'People of the public sector who completed the course (cán bộ, công chức, viên chức đã học).',
  })
  publicSectorTraining(@Root() { code }: CourseStub, @Ctx() context: SubgraphContext): Promise<TrainingSummary> {
    return trainingOfCourse(code, context);
  }

  @Cost(50)
  @FieldResolver(() => AgencyCourseTrainingConnection, {
    nullable: true,
    description: 'The agencies whose people completed the course, by agency.',
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
  publicSectorTraining(@Root() commune: CommuneStub, @Ctx() context: SubgraphContext): Promise<TrainingSummary> {
    return trainingOfCommune(commune.code, context);
  }
}

@Resolver(() => PublicStaffGroup)
export class PublicStaffTrainingResolver {
  @FieldResolver(() => TrainingSummary, { description: 'The training of the people of this group, over all courses.' })
  training(@Root() { group }: PublicStaffGroup, @Ctx() context: SubgraphContext): Promise<TrainingSummary> {
    return trainingOfGroup(context).load(group);
  }
}
