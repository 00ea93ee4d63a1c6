import { connectionType, GraphQLDay } from '@hub/kit';
import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';

/** The levels of places. */
export enum PlaceLevel {
  COUNTRY = 'COUNTRY',
  PROVINCE = 'PROVINCE',
  DISTRICT = 'DISTRICT',
  COMMUNE = 'COMMUNE',
}

registerEnumType(PlaceLevel, {
  name: 'PlaceLevel',
  description: 'The level of a place (cấp hành chính).',
  valuesConfig: {
    COUNTRY: { description: 'The country (cả nước).' },
    PROVINCE: { description: 'Provinces and centrally governed cities (cấp tỉnh).' },
    DISTRICT: { description: 'Districts, towns and cities of before 2025-07-01 (cấp huyện).' },
    COMMUNE: { description: 'Communes, wards and former places of their level (cấp xã).' },
  },
});

/** What the law calls a place. */
export enum PlaceType {
  COUNTRY = 'COUNTRY',
  PROVINCE = 'PROVINCE',
  MUNICIPALITY = 'MUNICIPALITY',
  CITY = 'CITY',
  TOWN = 'TOWN',
  DISTRICT = 'DISTRICT',
  COMMUNE = 'COMMUNE',
  WARD = 'WARD',
  TOWNSHIP = 'TOWNSHIP',
  SPECIAL_ZONE = 'SPECIAL_ZONE',
}

registerEnumType(PlaceType, {
  name: 'PlaceType',
  description: 'What the law calls a place (loại đơn vị hành chính).',
  valuesConfig: {
    COUNTRY: { description: 'Country (quốc gia).' },
    PROVINCE: { description: 'Province (tỉnh).' },
    MUNICIPALITY: { description: 'Centrally governed city (thành phố trực thuộc trung ương).' },
    CITY: { description: 'City of a province (thành phố thuộc tỉnh), before 2025-07-01.' },
    TOWN: { description: 'Town (thị xã), before 2025-07-01.' },
    DISTRICT: { description: 'District (huyện), before 2025-07-01.' },
    COMMUNE: { description: 'Commune (xã).' },
    WARD: { description: 'Ward (phường).' },
    TOWNSHIP: { description: 'Township (thị trấn), before 2025-07-01.' },
    SPECIAL_ZONE: { description: 'Special zone (đặc khu).' },
  },
});

@ObjectType('Place', {
  description:
    'A country, province, district or commune between two days (đơn vị hành chính): with other borders it is another place, even under the same name and code.',
})
export class PlaceObject {
  @Field(() => PlaceLevel, { description: 'Its level (cấp).' })
  level!: PlaceLevel;

  @Field(() => PlaceType, { description: 'What the law calls it (loại).' })
  type!: PlaceType;

  @Field(() => Float, { nullable: true, description: 'Its area in km² (diện tích); null where it is not known.' })
  areaKm2!: number | null;

  @Field(() => GraphQLDay, { nullable: true, description: 'Its last day (đến hết ngày); null while there is no end.' })
  validUntil!: string | null;
}

export const PlaceConnection = connectionType('Place', () => PlaceObject, 'places');
