import {
  CommuneStub,
  ConnectionArguments,
  type Page,
  PeopleCount,
  publishedCountOf,
  type SubgraphContext,
} from '@hub/kit';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SchoolClass as ClassRow } from '../class/school-class.entity.js';
import { schoolClassLoader } from '../class/school-class.loader.js';
import { SchoolClass } from '../class/school-class.type.js';
import type { School as SchoolRow } from '../school/school.entity.js';
import { School } from '../school/school.type.js';
import type { PlacedLesson } from './lesson.entity.js';
import { lessonsOfClass, lessonsOfCommune, lessonsOfSchool } from './lesson.loader.js';
import { DigitalSkillsLesson, DigitalSkillsLessonConnection } from './lesson.type.js';

@Resolver(() => DigitalSkillsLesson)
export class DigitalSkillsLessonResolver {
  @FieldResolver(() => SchoolClass, { nullable: true, description: 'The class that was taught (lớp học).' })
  schoolClass(@Root() { classCode }: PlacedLesson, @Ctx() context: SubgraphContext): Promise<ClassRow | null> {
    return schoolClassLoader(context).load(classCode);
  }

  @FieldResolver(() => PeopleCount, { description: 'The pupils of the class who attended (học sinh tham dự).' })
  attended(@Root() { code }: PlacedLesson, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'ATTENDED', place: code }, context);
  }
}

@Resolver(() => SchoolClass)
export class ClassLessonsResolver {
  @FieldResolver(() => DigitalSkillsLessonConnection, {
    nullable: true,
    description: 'Its lessons in digital skills (các tiết học kỹ năng số), the earliest first.',
  })
  digitalSkillsLessons(
    @Root() schoolClass: ClassRow,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<PlacedLesson>> {
    return lessonsOfClass(context).load({ ...slice, parent: schoolClass.code });
  }
}

@Resolver(() => School)
export class SchoolLessonsResolver {
  @FieldResolver(() => DigitalSkillsLessonConnection, {
    nullable: true,
    description: "Its classes' lessons in digital skills (các tiết học kỹ năng số), the earliest first.",
  })
  digitalSkillsLessons(
    @Root() school: SchoolRow,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<PlacedLesson>> {
    return lessonsOfSchool(context).load({ ...slice, parent: school.code });
  }
}

@Resolver(() => CommuneStub)
export class CommuneLessonsResolver {
  @FieldResolver(() => DigitalSkillsLessonConnection, {
    nullable: true,
    description: 'The lessons in digital skills at the schools here (các tiết học kỹ năng số), the earliest first.',
  })
  digitalSkillsLessons(
    @Root() commune: CommuneStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<PlacedLesson>> {
    return lessonsOfCommune(context).load({ ...slice, parent: commune.code });
  }
}
