import {
  ConnectionArguments,
  Format,
  inLanguage,
  type Language,
  LanguageArg,
  listOrders,
  OrderByArg,
  type Page,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { type Commune, loadCommune } from '../commune/commune.loader.js';
import { CommuneObject } from '../commune/commune.type.js';
import { type Task, TaskEntity } from './steering.entity.js';
import { SteeringLevel, TaskConnection, TaskObject, TaskStatus } from './steering.type.js';

const byDay = ['due_on', 'code'] as const;
const taskOrders = listOrders('Task', "the plan's tasks", { DUE_ON: byDay, CODE: ['code'] });
const source = { entity: TaskEntity, orderColumns: byDay };
const taskPages = taskOrders.pages<Task>({
  ...source,
  where: `(?::text is null or t.level = ?) and (?::text is null or t.status = ?)
    and (?::text is null or t.commune_code = ?)`,
});
const tasksOfCommune = taskOrders.pages<Task>({
  ...source,
  parentColumn: 'commune_code',
  where: '(?::text is null or t.status = ?)',
});

const onlyThisFar = 'Only tasks that are this far.';

@Resolver(() => TaskObject)
export class TaskResolver {
  @Query(() => TaskConnection, {
    nullable: true,
    description: "The plan's tasks, the first due first unless asked otherwise.",
  })
  tasks(
    @Arg('level', () => SteeringLevel, { nullable: true, description: 'Only tasks at this level.' })
    level: SteeringLevel | null,
    @Arg('status', () => TaskStatus, { nullable: true, description: onlyThisFar }) status: TaskStatus | null,
    @Format('commune')
    @Arg('commune', () => ID, { nullable: true, description: 'Only tasks of this commune (xã, phường), by its code.' })
    commune: string | null | undefined,
    @OrderByArg(taskOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Task>> {
    const filter = [level, level, status, status, commune, commune].map((value) => value ?? null);
    return taskPages(context, orderBy).load({ ...slice, filter });
  }

  @FieldResolver(() => String, { description: 'What is to be done (nội dung).' })
  title(@Root() task: Task, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: task.titleVi, en: task.titleEn });
  }

  @FieldResolver(() => String, { description: 'Who is responsible: an office, never a person (chịu trách nhiệm).' })
  responsible(@Root() task: Task, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: task.responsibleVi, en: task.responsibleEn });
  }

  @FieldResolver(() => CommuneObject, { nullable: true, description: "Where; null for the province's own." })
  async commune(@Root() task: Task, @Ctx() context: SubgraphContext): Promise<Commune | null> {
    return task.communeCode ? loadCommune(task.communeCode, context) : null;
  }
}

@Resolver(() => CommuneObject)
export class CommuneTasksResolver {
  @FieldResolver(() => TaskConnection, { nullable: true, description: "Its tasks in the movement's plan." })
  tasks(
    @Root() commune: Commune,
    @Arg('status', () => TaskStatus, { nullable: true, description: onlyThisFar }) status: TaskStatus | null,
    @OrderByArg(taskOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Task>> {
    return tasksOfCommune(context, orderBy).load({
      ...slice,
      parent: commune.code,
      filter: [status ?? null, status ?? null],
    });
  }
}
