import type { Words } from '../../language/words.js';

/** Further texts of the overview. */
export const overviewWords = {
  since: { vi: 'Từ bản công bố gần nhất', en: 'Since the last publication' },
  sinceIntro: { vi: 'Bản gần nhất:', en: 'The last one:' },
  revisionNumber: { vi: 'lần', en: 'revision' },
  publishedOn: { vi: 'công bố lúc', en: 'published on' },
  inPeriod: {
    vi: 'Số liệu của kỳ đó khi công bố và theo các đợt công bố hiện nay:',
    en: 'That period’s figures as published, and by the releases of now:',
  },
  nothingSince: {
    vi: 'Không tổ chức nào công bố thêm số liệu, nên không có gì thay đổi.',
    en: 'No organisation has released anything since, so nothing has changed.',
  },
  wasWithdrawn: { vi: 'Bản gần nhất đã bị thu hồi:', en: 'The newest publication was withdrawn:' },
  noPublication: { vi: 'Chưa công bố kỳ nào.', en: 'Nothing was published yet.' },
  openReport: { vi: 'Xem và in báo cáo', en: 'Read and print the report' },
  asTable: { vi: 'Xem bảng so sánh', en: 'Compare in a table' },
  mapOf: { vi: 'Bản đồ của mục tiêu', en: 'Map of the goal' },
  mapTitle: { vi: 'Bản đồ', en: 'Map' },
  byAreas: {
    vi: 'Theo khu vực: mỗi xã, phường mang màu của khu vực mình. Tỷ lệ của từng xã, phường dành cho người đã đăng nhập.',
    en: 'By kind of area: each commune has the colour of its own. The shares of single communes are for people who have signed in.',
  },
  areasCaption: { vi: 'Tỷ lệ đạt theo khu vực', en: 'Shares by kind of area' },
  areaUnknown: {
    vi: 'Mục tiêu này không có số theo khu vực.',
    en: 'This goal has no figures by kind of area.',
  },
  tooFew: {
    vi: 'Không nêu: bản tóm lược có ít người như vậy thì ước lượng gần như đếm đúng từng người.',
    en: 'Not told: a sketch with so few people in it would tell nearly exactly how many.',
  },
  countsOnly: {
    vi: 'Tổ chức đưa số đếm của từng xã, phường, không có bản tóm lược để gộp theo khu vực. Số của từng xã, phường có ở trang mục tiêu.',
    en: 'The organisation counts by commune, without sketches to put kinds of area together. The goal’s page has each commune.',
  },
  monday: { vi: 'Việc tuần này: trang cho buổi giao ban', en: 'This week: the page for Monday’s meeting' },
  ownOrganisation: { vi: 'Trang của tổ chức bạn', en: 'Your organisation’s page' },
  reminders: { vi: 'Việc đang chờ', en: 'What waits' },
  draftOf: { vi: 'Dự thảo công bố', en: 'Draft of the publication of' },
  waitsForApproval: { vi: 'chờ bạn duyệt', en: 'waits for your approval' },
  waitsToBePublished: { vi: 'đã duyệt, chờ công bố', en: 'approved, and can be published' },
  isDrafted: { vi: 'đang soạn', en: 'being drafted' },
  publicationDue: { vi: 'Công bố:', en: 'Publication:' },
  reportDue: { vi: 'Báo cáo:', en: 'Report:' },
  dueOn: { vi: 'hạn', en: 'due on' },
  overdue: { vi: 'đã quá hạn', en: 'overdue' },
  agreementEnds: { vi: 'Thỏa thuận sắp hết hiệu lực:', en: 'An agreement ends:' },
  inDays: { vi: 'còn', en: 'in' },
  daysUnit: { vi: 'ngày', en: 'days' },
  nowShort: { vi: 'hiện nay', en: 'now' },
  openGoal: { vi: 'Xem từng xã, phường', en: 'See each commune' },
  areaIs: {
    vi: 'Mỗi người tính một lần trong khu vực của mình, chia cho tổng mẫu số của các xã, phường ở đó.',
    en: 'Each person counted once in the area, divided by the denominators of its communes.',
  },
} as const satisfies Words;
