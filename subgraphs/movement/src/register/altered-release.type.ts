import { GraphQLMoment } from '@hub/kit';
import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A cell that was stored otherwise than it was signed (ô số liệu bị sửa).' })
export class AlteredCell {
  @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
  goalCode!: string;

  @Field(() => ID, { description: 'The place, as releases name it (mã địa bàn).' })
  placeCode!: string;

  @Field(() => String, { description: 'The month (tháng), `YYYY-MM`.' })
  month!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The stored people, at least and at most, and occurrences (đã lưu); null where no cell was.',
  })
  stored!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The same as the organisation signed it (đã ký); null where it signed no such cell.',
  })
  signed!: string | null;
}

@ObjectType({
  description:
    'A time at which movement found its register stored otherwise than organisations signed it (sổ đăng ký bị sửa). The hub serves the signed values.',
})
export class AlteredRelease {
  @Field(() => GraphQLMoment, { description: 'When it was found (lúc phát hiện).' })
  foundAt!: Date;

  @Field(() => ID, { description: 'The organisation of the release (mã tổ chức).' })
  organisationCode!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Which release the cells were compared with (số thứ tự); null where cells named none that there is.',
  })
  number!: number | null;

  @Field(() => String, {
    description:
      '`CELLS_ALTERED`: cells were other than its pages say; `RELEASE_ALTERED`: its header or a page is not what was signed.',
  })
  code!: string;

  @Field(() => String, { description: 'The fault, and its result (mô tả).' })
  message!: string;

  @Field(() => [AlteredCell], { description: 'Some of the cells that differed (các ô số liệu), 20 at most.' })
  cells!: AlteredCell[];

  @Field(() => Boolean, { description: 'Whether the cells were restored from the signed values (đã khôi phục).' })
  mended!: boolean;
}
