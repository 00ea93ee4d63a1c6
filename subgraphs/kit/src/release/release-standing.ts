import { registerEnumType } from 'type-graphql';

/** What the movement made of a release that went beyond a bound. */
export enum ReleaseStanding {
  PENDING = 'PENDING',
  ACCEPTED = 'ACCEPTED',
}

registerEnumType(ReleaseStanding, {
  name: 'ReleaseStanding',
  description: 'What the movement made of a release that went beyond a bound (tình trạng tại Ban Chỉ đạo).',
  valuesConfig: {
    PENDING: { description: 'It waits until somebody accepts it, and does not count (đang chờ chấp nhận).' },
    ACCEPTED: { description: 'Somebody accepted it, and it counts (đã chấp nhận).' },
  },
});
