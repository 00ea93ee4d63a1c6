import { connectionType, GraphQLDay } from '@hub/kit';
import { Directive, Field, Float, ObjectType, registerEnumType } from 'type-graphql';

/** The types of commune-level unit. */
export enum CommuneType {
  COMMUNE = 'COMMUNE',
  WARD = 'WARD',
  TOWNSHIP = 'TOWNSHIP',
  SPECIAL_ZONE = 'SPECIAL_ZONE',
}

registerEnumType(CommuneType, {
  name: 'CommuneType',
  description: 'The type of a commune-level unit (loại đơn vị hành chính cấp xã).',
  valuesConfig: {
    COMMUNE: { description: 'Commune (xã).' },
    WARD: { description: 'Ward (phường).' },
    TOWNSHIP: { description: 'Township (thị trấn), before 2025-07-01.' },
    SPECIAL_ZONE: { description: 'Special zone (đặc khu).' },
  },
});

/** The three kinds of area between which the movement measures the gap. */
export enum Area {
  URBAN = 'URBAN',
  PLAIN = 'PLAIN',
  MOUNTAIN = 'MOUNTAIN',
}

registerEnumType(Area, {
  name: 'Area',
  description: "A commune's kind of area (khu vực).",
  valuesConfig: {
    URBAN: { description: 'Urban (đô thị): the wards.' },
    PLAIN: { description: 'Plain and coast (đồng bằng, ven biển).' },
    MOUNTAIN: { description: 'Mountain (miền núi): communes of the eleven former mountain districts.' },
  },
});

@ObjectType('Commune', {
  description:
    'A commune or ward (đơn vị hành chính cấp xã) between two days, with the work of every organisation in it.',
})
@Directive('@key(fields: "code")')
export class CommuneObject {
  @Field(() => CommuneType, { description: 'Commune or ward (loại).' })
  type!: CommuneType;

  @Field(() => Area, { description: 'Its kind of area (khu vực).' })
  area!: Area;

  @Field(() => Float, {
    nullable: true,
    description: 'Its area in square kilometres (diện tích, km²); null where it is not known, as of former communes.',
  })
  areaKm2!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Communes that it is fairly compared with have the same (nhóm so sánh); null where it has none.',
  })
  peerGroup!: string | null;

  @Field(() => GraphQLDay, { nullable: true, description: 'Its last day (đến hết ngày); null while there is no end.' })
  validUntil!: string | null;
}

export const CommuneConnection = connectionType('Commune', () => CommuneObject, 'communes and wards');
