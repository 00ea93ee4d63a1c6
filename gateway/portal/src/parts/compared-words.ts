import type { Words } from '../language/words.js';

/** Texts of comparisons with former figures. */
export const comparedWords = {
  from: { vi: 'từ', en: 'from' },
  to: { vi: 'thành', en: 'to' },
  up: { vi: 'tăng', en: 'up by' },
  down: { vi: 'giảm', en: 'down by' },
  byBounds: { vi: 'so theo số ít nhất,', en: 'by the lower bounds,' },
  comparedIs: {
    vi: 'Lấy số nay trừ số trước: ước lượng với ước lượng; nếu một bên không có ước lượng thì so hai số ít nhất.',
    en: 'The number of now less that of before: estimates, or where one has none the lower bounds.',
  },
  samePeople: { vi: 'số người không đổi', en: 'as many people' },
  same: { vi: 'không đổi', en: 'unchanged' },
  roundedSame: { vi: 'tỷ lệ làm tròn không đổi', en: 'the rounded share is unchanged' },
  more: { vi: 'thêm', en: 'more by' },
  fewer: { vi: 'bớt', en: 'fewer by' },
  cannot: {
    vi: 'không so sánh được: một trong hai bản không có số',
    en: 'cannot be compared: one of both has no figure',
  },
  breakORGANISATIONS: {
    vi: 'không so được: các tổ chức được tính đã khác',
    en: 'not compared: other organisations are counted',
  },
  breakAUDIENCE: { vi: 'không so được: đối tượng đã khác', en: 'not compared: another audience is counted' },
  breakDENOMINATOR: {
    vi: 'tỷ lệ không so được: mẫu số đã khác',
    en: 'shares not compared: the denominator is another',
  },
  breakMETHOD: { vi: 'so theo số ít nhất: cách tính đã khác', en: 'by lower bounds: it is told in another way' },
  comparedCaption: { vi: 'So sánh số liệu toàn tỉnh', en: 'The province’s figures compared' },
  goal: { vi: 'Mục tiêu', en: 'Goal' },
  before: { vi: 'Trước', en: 'Before' },
  now: { vi: 'Nay', en: 'Now' },
  changePoints: { vi: 'Chênh (điểm %)', en: 'Change (points)' },
  changePeople: { vi: 'Chênh (người)', en: 'Change (people)' },
  newReleases: { vi: 'Đợt công bố mới', en: 'New releases' },
  releaseWord: { vi: 'đợt', en: 'release' },
  throughDay: { vi: 'đủ đến hết', en: 'complete through' },
  correction: { vi: 'sửa số liệu cũ', en: 'a correction' },
  noNewRelease: { vi: 'không có', en: 'none' },
} as const satisfies Words;
