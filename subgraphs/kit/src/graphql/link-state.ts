import { registerEnumType } from 'type-graphql';

/** The state of an organisation's link to the hub. */
export enum LinkStateEnum {
  INVITED = 'INVITED',
  CHECKING = 'CHECKING',
  LIVE = 'LIVE',
  SUSPENDED = 'SUSPENDED',
  LEFT = 'LEFT',
}

registerEnumType(LinkStateEnum, {
  name: 'LinkState',
  description: "Where an organisation's link to the hub stands (trạng thái kết nối).",
  valuesConfig: {
    INVITED: { description: 'It was invited, and has not joined (đã mời).' },
    CHECKING: { description: 'It joined, and waits to be accepted (đang kiểm tra).' },
    LIVE: { description: 'It is linked (đang kết nối).' },
    SUSPENDED: { description: 'Its records are taken out, and its released figures stay (tạm dừng).' },
    LEFT: { description: 'It has left; what it signed stays (đã rời).' },
  },
});
