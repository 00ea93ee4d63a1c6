import { connectionType, Records } from '@hub/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** Where an agency stands in the tree. */
export enum AgencyLevel {
  PROVINCE = 'PROVINCE',
  DEPARTMENT = 'DEPARTMENT',
  COMMUNE = 'COMMUNE',
}

registerEnumType(AgencyLevel, {
  name: 'AgencyLevel',
  description: 'Where an agency stands in the tree of agencies (cấp cơ quan).',
  valuesConfig: {
    PROVINCE: { description: 'An authority of the whole province (cấp tỉnh).' },
    DEPARTMENT: { description: 'A provincial department or a unit under one (sở, ban, ngành và đơn vị trực thuộc).' },
    COMMUNE: { description: 'An authority of a commune or ward (cấp xã).' },
  },
});

@ObjectType({ description: 'An agency, locality or unit of the public sector (cơ quan, địa phương, đơn vị).' })
@Directive('@key(fields: "code")')
@Records()
export class Agency {
  @Field(() => ID, { description: "The agency's code (mã cơ quan)." })
  code!: string;

  @Field(() => AgencyLevel, { description: 'Where it stands in the tree (cấp).' })
  level!: AgencyLevel;
}

export const AgencyConnection = connectionType('Agency', () => Agency, 'agencies', Records());
