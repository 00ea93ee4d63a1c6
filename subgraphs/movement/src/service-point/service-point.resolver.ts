import {
  ConnectionArguments,
  entityLoader,
  Format,
  inLanguage,
  type Language,
  LanguageArg,
  listLoader,
  listOrders,
  OrderByArg,
  type Page,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { type Commune, loadCommune } from '../commune/commune.loader.js';
import { CommuneObject } from '../commune/commune.type.js';
import { type ServicePoint, ServicePointEntity } from './service-point.entity.js';
import { ServicePointConnection, ServicePointObject } from './service-point.type.js';

export const servicePointLoader = entityLoader<ServicePoint>(ServicePointEntity, 'code');
const servicePointOrders = listOrders('ServicePoint', 'service points', { CODE: ['code'] });
/** Filtered by the commune (twice the same; null for all). */
const servicePointPages = servicePointOrders.pages<ServicePoint>({
  entity: ServicePointEntity,
  orderColumns: ['code'],
  where: '(?::text is null or t.commune_code = ?)',
});
const servicePointsOfCommune = listLoader<ServicePoint>(ServicePointEntity, 'communeCode', 'code');

@Resolver(() => ServicePointObject)
export class ServicePointResolver {
  @Query(() => ServicePointObject, { nullable: true, description: 'One service point; null when there is none.' })
  servicePoint(
    @Format('code') @Arg('code', () => ID, { description: "The service point's code." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ServicePoint | null> {
    return servicePointLoader(context).load(code);
  }

  @Query(() => ServicePointConnection, { nullable: true, description: 'The service points, by code.' })
  servicePoints(
    @Format('commune')
    @Arg('commune', () => ID, {
      nullable: true,
      description: 'Only service points of this commune (xã, phường), by its code.',
    })
    commune: string | null | undefined,
    @OrderByArg(servicePointOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ServicePoint>> {
    return servicePointPages(context, orderBy).load({ ...slice, filter: [commune ?? null, commune ?? null] });
  }

  @FieldResolver(() => String, { description: 'Its name (tên).' })
  name(@Root() point: ServicePoint, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: point.nameVi, en: point.nameEn });
  }

  @FieldResolver(() => CommuneObject, { nullable: true, description: "Where it is; null for the province's own." })
  async commune(@Root() point: ServicePoint, @Ctx() context: SubgraphContext): Promise<Commune | null> {
    return point.communeCode ? loadCommune(point.communeCode, context) : null;
  }
}

@Resolver(() => CommuneObject)
export class CommuneServicePointsResolver {
  @FieldResolver(() => [ServicePointObject], { description: 'Its service points (điểm phục vụ).' })
  servicePoints(@Root() commune: Commune, @Ctx() context: SubgraphContext): Promise<ServicePoint[]> {
    return servicePointsOfCommune(context).load(commune.code);
  }
}
