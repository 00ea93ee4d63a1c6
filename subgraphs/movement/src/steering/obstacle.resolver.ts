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
import type { Organisation } from '../organisation/organisation.entity.js';
import { organisationLoader } from '../organisation/organisation.resolver.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { type Obstacle, ObstacleEntity } from './steering.entity.js';
import { ObstacleConnection, ObstacleObject } from './steering.type.js';

const byDay = ['since', 'code'] as const;
const obstacleOrders = listOrders('Obstacle', 'obstacles', { SINCE: byDay, CODE: ['code'] });
const source = {
  entity: ObstacleEntity,
  orderColumns: byDay,
  where: `(?::boolean is null or (t.resolved_on is not null) = ?::boolean)`,
} as const;
const obstaclePages = obstacleOrders.pages<Obstacle>(source);
const obstaclesOfCommune = obstacleOrders.pages<Obstacle>({ ...source, parentColumn: 'commune_code' });
const obstaclesOfRemover = obstacleOrders.pages<Obstacle>({ ...source, parentColumn: 'remover_code' });

function resolvedFilter(resolved: boolean | null | undefined): (string | null)[] {
  const text = resolved == null ? null : String(resolved);
  return [text, text];
}

const resolvedDescription = 'Only removed obstacles (true), or open ones (false).';

@Resolver(() => ObstacleObject)
export class ObstacleResolver {
  @Query(() => ObstacleConnection, {
    nullable: true,
    description: 'The obstacles that communes report, the oldest first unless asked otherwise.',
  })
  obstacles(
    @Arg('resolved', () => Boolean, { nullable: true, description: resolvedDescription }) resolved: boolean | null,
    @Format('commune')
    @Arg('commune', () => ID, {
      nullable: true,
      description: 'Only obstacles that this commune (xã, phường) reports, by its code.',
    })
    commune: string | null | undefined,
    @OrderByArg(obstacleOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Obstacle>> {
    const asked = { ...slice, filter: resolvedFilter(resolved) };
    return commune == null
      ? obstaclePages(context, orderBy).load(asked)
      : obstaclesOfCommune(context, orderBy).load({ ...asked, parent: commune });
  }

  @FieldResolver(() => String, { description: 'What stands in the way (nội dung).' })
  description(@Root() obstacle: Obstacle, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: obstacle.descriptionVi, en: obstacle.descriptionEn });
  }

  @FieldResolver(() => CommuneObject, { nullable: true, description: 'Where it stands.' })
  commune(@Root() obstacle: Obstacle, @Ctx() context: SubgraphContext): Promise<Commune | null> {
    return loadCommune(obstacle.communeCode, context);
  }

  @FieldResolver(() => OrganisationObject, { nullable: true, description: 'Who must remove it (cơ quan tháo gỡ).' })
  remover(@Root() obstacle: Obstacle, @Ctx() context: SubgraphContext): Promise<Organisation | null> {
    return organisationLoader(context).load(obstacle.removerCode);
  }
}

@Resolver(() => CommuneObject)
export class CommuneObstaclesResolver {
  @FieldResolver(() => ObstacleConnection, { nullable: true, description: 'The obstacles that it reports.' })
  obstacles(
    @Root() commune: Commune,
    @Arg('resolved', () => Boolean, { nullable: true, description: resolvedDescription }) resolved: boolean | null,
    @OrderByArg(obstacleOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Obstacle>> {
    return obstaclesOfCommune(context, orderBy).load({
      ...slice,
      parent: commune.code,
      filter: resolvedFilter(resolved),
    });
  }
}

@Resolver(() => OrganisationObject)
export class OrganisationObstaclesResolver {
  @FieldResolver(() => ObstacleConnection, { nullable: true, description: 'The obstacles that it must remove.' })
  obstaclesToRemove(
    @Root() organisation: Organisation,
    @Arg('resolved', () => Boolean, { nullable: true, description: resolvedDescription }) resolved: boolean | null,
    @OrderByArg(obstacleOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Obstacle>> {
    return obstaclesOfRemover(context, orderBy).load({
      ...slice,
      parent: organisation.code,
      filter: resolvedFilter(resolved),
    });
  }
}
