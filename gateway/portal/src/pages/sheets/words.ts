import type { Words } from '../../language/words.js';

/** Texts of the communes' sheets. */
export const words = {
  sheetOf: { vi: 'Tờ số liệu', en: 'Sheet' },
  allSheets: { vi: 'Tờ số liệu của các xã, phường', en: 'Sheets of the communes' },
  intro: {
    vi: 'Mỗi xã, phường một tờ A4. In ra giấy, hoặc chọn "Lưu thành PDF" trong hộp thoại in để có một tệp.',
    en: 'An A4 sheet for each commune. Print them, or choose "Save as PDF" when printing for one file.',
  },
  printSheet: { vi: 'In tờ này', en: 'Print this sheet' },
  printAll: { vi: 'In tất cả thành một tệp', en: 'Print all into one file' },
  toAll: { vi: 'Tờ của mọi xã, phường', en: 'Sheets of all communes' },
  printedOn: { vi: 'Lập ngày', en: 'Made on' },
  caption: { vi: 'Các mục tiêu của', en: 'The goals of' },
  goal: { vi: 'Mục tiêu', en: 'Goal' },
  period: { vi: 'Kỳ', en: 'Period' },
  ofProvince: { vi: 'Toàn tỉnh', en: 'Province' },
  rankOf: { vi: 'Hạng', en: 'Rank' },
  sources: { vi: 'Nguồn: các đợt công bố của tổ chức', en: 'Source: releases of organisations' },
  releaseWord: { vi: 'đợt', en: 'release' },
  throughDay: { vi: 'đủ đến hết', en: 'complete through' },
  notReportedYet: { vi: 'chưa báo cáo', en: 'not reported yet' },
  countedHow: {
    vi: 'Mỗi người tính một lần. Số người làm tròn xuống hàng chục; "còn thiếu" là nhiều nhất. Hạng là hạng nhiều khả năng nhất, kèm khoảng 90 %; khoảng quá rộng thì chỉ nói nhóm đầu, giữa hay cuối.',
    en: 'Each person is counted once. Numbers of people are rounded down to ten, the gap is at most. A rank is the most likely one, with its 90 % range, or a third of the list where that is too wide.',
  },
  addressOf: { vi: 'Số liệu này ở địa chỉ', en: 'These figures are at' },
  signInToSee: {
    vi: 'Tờ số liệu của từng xã, phường dành cho người đã đăng nhập.',
    en: 'The sheets of communes are for people who have signed in.',
  },
  noSuchCommune: { vi: 'Không có xã, phường nào có mã này.', en: 'No commune has this code.' },
} as const satisfies Words;
