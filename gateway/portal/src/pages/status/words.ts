import type { Words } from '../../language/words.js';

/** What the page of the hub's state says. */
export const statusWords = {
  heading: { vi: 'Trạng thái hệ thống', en: 'Status of the hub' },
  intro: {
    vi: 'Phần nào đang trả lời, phần nào không, và điều đó nghĩa là gì với người đọc. Trang tự xem lại mỗi 15 giây.',
    en: 'Which parts answer, which do not, and what that means for you. This page looks again every 15 seconds.',
  },
  lookedAt: { vi: 'Xem lúc', en: 'Looked at' },
  allAnswer: { vi: 'Mọi phần của hệ thống đang trả lời.', en: 'All parts of the hub answer.' },
  someSilent: { vi: 'phần không trả lời', en: 'parts do not answer' },
  notReady: { vi: 'Hệ thống chưa sẵn sàng:', en: 'The hub is not ready:' },
  leftOut: { vi: 'Đang để ngoài:', en: 'Left out at present:' },
  parts: { vi: 'Các phần của hệ thống', en: 'The parts of the hub' },
  part: { vi: 'Phần', en: 'Part' },
  now: { vi: 'Hiện nay', en: 'Now' },
  since: { vi: 'Từ khi nào', en: 'Since when' },
  meaning: { vi: 'Với người đọc', en: 'What it means for you' },
  answers: { vi: 'Trả lời', en: 'Answers' },
  silent: { vi: 'Không trả lời', en: 'Does not answer' },
  notAsked: { vi: 'Chưa có ai hỏi', en: 'Not asked yet' },
  lastAnswer: { vi: 'trả lời gần nhất', en: 'last answer' },
  silentSince: { vi: 'không trả lời từ', en: 'silent since' },
  gateway: { vi: 'Cổng (trang này và giao diện GraphQL)', en: 'Gateway (this page and GraphQL)' },
  registry: { vi: 'Sổ đăng ký khóa cho chương trình', en: 'Registry of keys for programs' },
  auditLog: { vi: 'Nhật ký kiểm tra', en: 'Audit log' },
  allWell: { vi: 'Bình thường.', en: 'All is well.' },
  gatewayDown: {
    vi: 'Không xem và không tải được số liệu mới. Những gì đang hiện trên màn hình vẫn đúng vào lúc tải.',
    en: 'Nothing new can be read or downloaded. What is on your screen was right when it was loaded.',
  },
  registryDown: {
    vi: 'Chưa tạo hay thu hồi được khóa cho Excel, Power BI và chương trình. Khóa đang dùng vẫn dùng được một thời gian.',
    en: 'No key for Excel, Power BI or a program can be made or revoked. Keys in use work on for a while.',
  },
  auditDown: {
    vi: 'Không ghi được ai hỏi gì, nên hệ thống có thể từ chối các câu hỏi về số liệu không công khai.',
    en: 'What is asked cannot be recorded, so the hub may refuse what is not public.',
  },
  movementDown: {
    vi: 'Không xem được tiến độ các mục tiêu, danh sách xã, phường và các bản công bố.',
    en: 'Progress, the communes and publications cannot be read.',
  },
  organisationDown: {
    vi: 'Tiến độ vẫn xem được, vì tính từ các đợt đã công bố. Chỉ thiếu chi tiết lấy thẳng từ tổ chức này, như lớp học, buổi hướng dẫn.',
    en: 'Progress can be read all the same, for it rests on what was released. Only details that come straight from this organisation are missing, such as classes and sessions.',
  },
  freshness: { vi: 'Số liệu của các tổ chức', en: 'The organisations’ data' },
  freshnessCaption: {
    vi: 'Số liệu của từng tổ chức mới đến đâu',
    en: 'How recent each organisation’s data are',
  },
  lastRelease: { vi: 'Đợt công bố gần nhất', en: 'Last release' },
  releasedAt: { vi: 'Công bố lúc', en: 'Released at' },
  lastImport: { vi: 'Số liệu gốc đến ngày', en: 'Records as of' },
  nothingReleased: { vi: 'không có đợt công bố', en: 'has no release' },
  notLinked: { vi: 'Chưa kết nối', en: 'Not linked' },
  AUDIT_UNAVAILABLE: { vi: 'nhật ký kiểm tra không ghi được', en: 'the audit log takes no records' },
  NO_SUPERGRAPH: { vi: 'đang khởi động', en: 'it is starting' },
  SIGNING_KEY_UNUSABLE: { vi: 'khóa ký của cổng không đọc được', en: 'the gateway’s signing key cannot be read' },
  NO_SUBGRAPH_KEYS: { vi: 'chưa có khóa của tổ chức nào', en: 'no organisation’s key is known' },
} as const satisfies Words;
