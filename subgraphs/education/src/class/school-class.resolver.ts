import { ConnectionArguments, Format, type Page, type SubgraphContext } from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { School as SchoolRow } from '../school/school.entity.js';
import { schoolLoader } from '../school/school.loader.js';
import { School } from '../school/school.type.js';
import type { SchoolClass as ClassRow } from './school-class.entity.js';
import { classesOfSchool, schoolClassLoader } from './school-class.loader.js';
import { SchoolClass, SchoolClassConnection } from './school-class.type.js';
import { GraphQLSchoolYear } from './school-year.js';

@Resolver(() => SchoolClass)
export class SchoolClassResolver {
  @Query(() => SchoolClass, {
    nullable: true,
    description: 'One class of a school (lớp học); null when there is none.',
  })
  schoolClass(
    @Format('code') @Arg('code', () => ID, { description: "The class's code (mã lớp)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ClassRow | null> {
    return schoolClassLoader(context).load(code);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Its school (trường).' })
  school(@Root() { schoolCode }: ClassRow, @Ctx() context: SubgraphContext): Promise<SchoolRow | null> {
    return schoolLoader(context).load(schoolCode);
  }
}

@Resolver(() => School)
export class SchoolClassesResolver {
  @FieldResolver(() => SchoolClassConnection, {
    nullable: true,
    description: 'Its classes (các lớp), by school year and code.',
  })
  classes(
    @Root() school: SchoolRow,
    @Arg('schoolYear', () => GraphQLSchoolYear, {
      nullable: true,
      description: 'Only those of this school year (năm học).',
    })
    schoolYear: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ClassRow>> {
    return classesOfSchool(context).load({ ...slice, parent: school.code, filter: [schoolYear ?? null] });
  }
}
