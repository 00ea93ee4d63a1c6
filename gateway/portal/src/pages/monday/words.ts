import type { Words } from '../../language/words.js';

/** Texts of Monday's page. */
export const words = {
  monday: { vi: 'Việc tuần này', en: 'This week' },
  mondayIntro: {
    vi: 'Một trang cho buổi giao ban: nơi còn thiếu nhiều người nhất, nơi chuyển biến ít nhất, tổ chức chưa báo cáo, và ba xã, phường nên đến.',
    en: 'One page for Monday’s meeting: where most people are missing, where least moved, organisations that have not reported, and three communes to visit.',
  },
  signInToSee: {
    vi: 'Trang này có số liệu của từng xã, phường, dành cho người đã đăng nhập.',
    en: 'This page has figures of single communes, for people who have signed in.',
  },
  goal: { vi: 'Mục tiêu', en: 'Goal' },
  area: { vi: 'Khu vực', en: 'Area' },
  print: { vi: 'In một tờ A4', en: 'Print one A4 sheet' },
  slide: { vi: 'Tải một trang chiếu (PPTX)', en: 'Download one slide (PPTX)' },
  addressOf: { vi: 'Số liệu này ở địa chỉ', en: 'These figures are at' },
  untilDay: { vi: 'Số liệu đến hết ngày', en: 'Figures until the end of' },
  toVisit: { vi: 'Ba xã, phường nên đến', en: 'Three communes to visit' },
  chosenHow: {
    vi: 'Cách chọn: trong hai mươi nơi còn thiếu nhiều người nhất, ba nơi giảm được ít nhất so với số còn thiếu.',
    en: 'Chosen so: of the twenty with most people missing, the three that closed least of their gap.',
  },
  noneToVisit: {
    vi: 'Chưa chọn được: không có nơi nào còn thiếu người mà số liệu ba tháng so sánh được.',
    en: 'None can be chosen: no commune has people missing and a change over three months that can be compared.',
  },
  stillMissing: { vi: 'còn thiếu nhiều nhất', en: 'at most' },
  toReach: { vi: 'người để đạt', en: 'people are missing to reach' },
  since: { vi: 'so với', en: 'since' },
  addedPeople: { vi: 'thêm', en: 'more' },
  fewerPeople: { vi: 'giảm', en: 'fewer' },
  unchanged: { vi: 'không thay đổi', en: 'no change' },
  peopleWord: { vi: 'người', en: 'people' },
  mostMissing: { vi: 'Mười nơi còn thiếu nhiều người nhất', en: 'The ten with most people missing' },
  leastMoved: { vi: 'Mười nơi chuyển biến ít nhất', en: 'The ten that moved least' },
  missingAtMost: { vi: 'Còn thiếu (nhiều nhất)', en: 'Missing (at most)' },
  changeSince: { vi: 'Thay đổi so với', en: 'Change since' },
  noneMissing: { vi: 'Không có nơi nào được biết là còn thiếu người.', en: 'No commune is known to miss people.' },
  noneCompared: {
    vi: 'Không có nơi nào mà số liệu hai tháng so sánh được.',
    en: 'No commune has figures of both months that can be compared.',
  },
  byEstimate: {
    vi: 'Theo ước lượng: nơi hơn kém nhau vài chục người thì chưa phân biệt được thứ tự.',
    en: 'By estimates: communes that differ by a few dozen people cannot be told apart.',
  },
  owing: { vi: 'Tổ chức chưa báo cáo', en: 'Organisations that have not reported' },
  noneOwes: { vi: 'Không tổ chức nào nợ báo cáo của tháng', en: 'No organisation owes a report of' },
  owes: { vi: 'chưa báo cáo', en: 'has not reported' },
  daysLate: { vi: 'ngày quá hạn', en: 'days late' },
  noDueDay: { vi: 'chưa có hạn', en: 'no due day is laid down' },
  notDue: { vi: 'chưa đến hạn', en: 'not due yet' },
} as const satisfies Words;
