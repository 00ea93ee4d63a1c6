import type { Words } from '../language/words.js';

/** The kinds of events. */
export const eventKinds = [
  ...[
    'FIGURES',
    'MONTH_COMPLETE',
    'FINAL',
    'PUBLICATION',
    'REVISION',
    'WITHDRAWAL',
    'DUE',
    'LATE',
    'ANOMALY',
    'SCHEMA',
  ],
] as const;

/** Names of the kinds of events, and of the states of webhooks and alerts. */
export const eventWords = {
  FIGURES: { vi: 'số liệu mới', en: 'new figures' },
  MONTH_COMPLETE: { vi: 'số liệu tháng đã đủ', en: 'a month is complete' },
  FINAL: { vi: 'số liệu cuối cùng', en: 'last figures of a goal' },
  PUBLICATION: { vi: 'công bố', en: 'publications' },
  REVISION: { vi: 'đính chính', en: 'revisions' },
  WITHDRAWAL: { vi: 'thu hồi', en: 'withdrawals' },
  DUE: { vi: 'sắp đến hạn', en: 'what is due soon' },
  LATE: { vi: 'quá hạn', en: 'what is late' },
  ANOMALY: { vi: 'số liệu cần xem lại', en: 'figures worth a look' },
  SCHEMA: { vi: 'thay đổi lược đồ', en: 'changes of the schema' },
  ACTIVE: { vi: 'đang hoạt động', en: 'active' },
  DISABLED: { vi: 'đã dừng', en: 'disabled' },
  ENDED: { vi: 'đã hết hạn', en: 'ended' },
} as const satisfies Words;
