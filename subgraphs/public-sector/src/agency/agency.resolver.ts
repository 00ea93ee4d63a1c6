import {
  CommuneStub,
  ConnectionArguments,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Agency as AgencyRow } from './agency.entity.js';
import { agenciesFound, agenciesOfCommune, agencyLoader, childAgencies } from './agency.loader.js';
import { Agency, AgencyConnection, AgencyLevel } from './agency.type.js';

@Resolver(() => Agency)
export class AgencyResolver {
  @Query(() => Agency, { nullable: true, description: 'One agency (cơ quan); null when there is none.' })
  agency(
    @Format('code') @Arg('code', () => ID, { description: "The agency's code." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<AgencyRow | null> {
    return agencyLoader(context).load(code);
  }

  @Query(() => AgencyConnection, {
    nullable: true,
    description: 'All agencies, or those of one level or commune, by code.',
  })
  agencies(
    @Arg('level', () => AgencyLevel, { nullable: true, description: 'Only those of this level (cấp).' })
    level: AgencyLevel | null | undefined,
    @Format('commune')
    @Arg('commune', () => ID, {
      nullable: true,
      description: 'Only the own agencies of this commune (xã, phường), by its code.',
    })
    commune: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AgencyRow>> {
    return agenciesFound(context).load({ ...slice, filter: [level ?? null, commune ?? null, commune ?? null] });
  }

  @FieldResolver(() => String, { description: 'Its name (tên).' })
  name(@Root() agency: AgencyRow, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: agency.nameVi, en: agency.nameEn });
  }

  @FieldResolver(() => Agency, {
    nullable: true,
    description: 'The agency that it is under (cơ quan cấp trên); null at the top.',
  })
  parent(@Root() agency: AgencyRow, @Ctx() context: SubgraphContext): Promise<AgencyRow | null> | null {
    return agency.parentCode ? agencyLoader(context).load(agency.parentCode) : null;
  }

  @FieldResolver(() => AgencyConnection, {
    nullable: true,
    description: 'The agencies directly under it (cơ quan trực thuộc), by code.',
  })
  children(
    @Root() agency: AgencyRow,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AgencyRow>> {
    return childAgencies(context).load({ ...slice, parent: agency.code });
  }

  @FieldResolver(() => CommuneStub, {
    nullable: true,
    description: 'The commune that it is an authority of (xã, phường); null for the province and its departments.',
  })
  commune(@Root() agency: AgencyRow): CommuneStub | null {
    return agency.communeCode ? { code: agency.communeCode } : null;
  }
}

@Resolver(() => CommuneStub)
export class CommuneAgenciesResolver {
  @FieldResolver(() => [Agency], {
    nullable: true,
    description: "The commune's own agencies: its People's Committee and units (cơ quan cấp xã).",
  })
  agencies(@Root() commune: CommuneStub, @Ctx() context: SubgraphContext): Promise<AgencyRow[]> {
    return agenciesOfCommune(context).load(commune.code);
  }
}
