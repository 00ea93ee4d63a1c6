import { connectionType, GraphQLDay, Records } from '@hub/kit';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** What a research project is about. */
export enum ResearchField {
  PUBLIC_ADMINISTRATION = 'PUBLIC_ADMINISTRATION',
  EDUCATION = 'EDUCATION',
  AGRICULTURE = 'AGRICULTURE',
  HEALTH = 'HEALTH',
  COMMERCE = 'COMMERCE',
  CULTURE_AND_TOURISM = 'CULTURE_AND_TOURISM',
  INFORMATION_SECURITY = 'INFORMATION_SECURITY',
}

registerEnumType(ResearchField, {
  name: 'ResearchField',
  description: 'What a research project is about (lĩnh vực).',
  valuesConfig: {
    PUBLIC_ADMINISTRATION: { description: 'Public administration and services (hành chính công).' },
    EDUCATION: { description: 'Education (giáo dục).' },
    AGRICULTURE: { description: 'Agriculture (nông nghiệp).' },
    HEALTH: { description: 'Health (y tế).' },
    COMMERCE: { description: 'Commerce and payment (thương mại).' },
    CULTURE_AND_TOURISM: { description: 'Culture and tourism (văn hóa, du lịch).' },
    INFORMATION_SECURITY: { description: 'Information security (an toàn thông tin).' },
  },
});

@ObjectType({ description: "A research project of the university's for local digital transformation (đề tài)." })
@Records()
export class ResearchProject {
  @Field(() => ID, { description: "The project's code (mã đề tài)." })
  code!: string;

  @Field(() => ResearchField, { description: 'What it is about (lĩnh vực).' })
  field!: ResearchField;

  @Field(() => GraphQLDay, { description: 'When it starts (ngày bắt đầu).' })
  startsOn!: string;

  @Field(() => GraphQLDay, { description: 'When it ends, or is planned to (ngày kết thúc).' })
  endsOn!: string;
}

export const ResearchProjectConnection = connectionType(
  'ResearchProject',
  () => ResearchProject,
  "the university's research projects",
  Records(),
);
