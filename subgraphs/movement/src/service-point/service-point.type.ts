import { connectionType } from '@hub/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** The kinds of service point. */
export enum ServicePointKind {
  PROVINCIAL_CENTRE = 'PROVINCIAL_CENTRE',
  COMMUNE_ONE_STOP_SHOP = 'COMMUNE_ONE_STOP_SHOP',
}

registerEnumType(ServicePointKind, {
  name: 'ServicePointKind',
  description: 'The kind of a service point.',
  valuesConfig: {
    PROVINCIAL_CENTRE: {
      description: 'The Provincial Public Administration Service Centre (Trung tâm Phục vụ hành chính công tỉnh).',
    },
    COMMUNE_ONE_STOP_SHOP: { description: "A commune's one-stop shop (bộ phận một cửa)." },
  },
});

@ObjectType('ServicePoint', {
  description:
    'Where people come for public services, and are guided in using them online (điểm phục vụ hành chính công).',
})
@Directive('@key(fields: "code")')
export class ServicePointObject {
  @Field(() => ID, { description: "The service point's code." })
  code!: string;

  @Field(() => ServicePointKind, { description: 'Of which kind it is.' })
  kind!: ServicePointKind;
}

export const ServicePointConnection = connectionType('ServicePoint', () => ServicePointObject, 'service points');
