import { connectionType } from '@hub/kit';
import { Directive, Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';

/** The two types of commune-level unit in the province. */
export enum CommuneType {
  COMMUNE = 'COMMUNE',
  WARD = 'WARD',
}

registerEnumType(CommuneType, {
  name: 'CommuneType',
  description: 'The type of a commune-level unit (loại đơn vị hành chính cấp xã).',
  valuesConfig: {
    COMMUNE: { description: 'Commune (xã).' },
    WARD: { description: 'Ward (phường).' },
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
    'One of the 166 communes and wards of Thanh Hóa in force since 2025-07-01 (đơn vị hành chính cấp xã), with the work of every organisation in it.',
})
@Directive('@key(fields: "code")')
export class CommuneObject {
  @Field(() => ID, { description: 'General Statistics Office code (mã đơn vị hành chính).' })
  code!: string;

  @Field(() => CommuneType, { description: 'Commune or ward (loại).' })
  type!: CommuneType;

  @Field(() => Area, { description: 'Its kind of area (khu vực).' })
  area!: Area;

  @Field(() => Float, { description: 'Its area in square kilometres (diện tích, km²).' })
  areaKm2!: number;
}

export const CommuneConnection = connectionType('Commune', () => CommuneObject, 'communes and wards');
