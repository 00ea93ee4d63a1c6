import type { Words } from '../../language/words.js';

/** Texts of the list of publications. */
export const publicationsWords = {
  intro: {
    vi: 'Số liệu của từng kỳ như Ban Chỉ đạo đã công bố. Bản công bố không bao giờ thay đổi; muốn sửa thì công bố lần mới.',
    en: 'The figures of each period as the steering committee published them. A publication never changes; a correction is a new revision.',
  },
  caption: { vi: 'Các bản công bố, mới nhất trước', en: 'The publications, the newest first' },
  period: { vi: 'Kỳ', en: 'Period' },
  revision: { vi: 'Lần', en: 'Revision' },
  publishedAt: { vi: 'Công bố lúc', en: 'Published at' },
  note: { vi: 'Ghi chú', en: 'Note' },
  corrects: { vi: 'Sửa bản', en: 'Corrects' },
  heldBy: { vi: 'Tổ chức giữ mã kiểm tra', en: 'Who holds its digest' },
  standing: { vi: 'Hiệu lực', en: 'Standing' },
  current: { vi: 'Bản hiện hành', en: 'Current' },
  superseded: { vi: 'Đã có bản', en: 'Superseded by' },
  holds: { vi: 'Bản đang có hiệu lực:', en: 'What holds:' },
  noneHolds: { vi: 'Kỳ này hiện không có bản nào có hiệu lực.', en: 'No publication of this period holds now.' },
  withdrawnBecause: { vi: 'Có đợt công bố đã bị thu hồi:', en: 'A release that it rests on was withdrawn:' },
  isWithdrawn: { vi: 'Đã thu hồi', en: 'Withdrawn' },
  toPublishing: { vi: 'Soạn, duyệt và công bố', en: 'Draft, approve and publish' },
  none: {
    vi: 'Chưa công bố kỳ nào.',
    en: 'Nothing was published yet.',
  },
  nobodyYet: { vi: 'chưa tổ chức nào', en: 'nobody yet' },
  publishedBy: { vi: 'Người công bố', en: 'Published by' },
} as const satisfies Words;
