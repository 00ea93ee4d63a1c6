import type { Words } from '../language/words.js';

/** Texts of the "says who?" dialog, in addition to the shared ones. */
export const saysWhoWords = {
  how: { vi: 'Con số này được tính thế nào', en: 'How this figure comes about' },
  countIs: {
    vi: 'Đếm theo đợt công bố mới nhất của tổ chức, rồi làm tròn xuống hàng chục (số của toàn tỉnh thường xuống bội số của hai mươi) để không lộ từng người: ít nhất và nhiều nhất là bao nhiêu.',
    en: 'Counted in the newest release of the organisation, then rounded down to ten (mostly to twenty where it is of the whole) so that nobody is told by it: at least so many, and at most.',
  },
  recordsAre: {
    vi: 'Số hồ sơ mà hệ thống của tổ chức có lúc trang này hỏi.',
    en: 'How many records the organisation’s own system had when this page asked.',
  },
  occurrencesAre: {
    vi: 'Số lượt ghi trong hồ sơ của tổ chức, mỗi tháng làm tròn xuống hàng chục, của toàn tỉnh xuống bội số của hai mươi. Lượt không phải là người: một người đến hai lần là hai lượt.',
    en: 'Occurrences in the organisation’s records, each month’s rounded down to ten, and of the whole to twenty. They are not people: somebody who comes twice counts twice.',
  },
  recordedIs: {
    vi: 'Số ghi trong hồ sơ của tổ chức, như hệ thống trả lời lúc trang này hỏi.',
    en: 'As it stands in the organisation’s records, which answered when this page asked.',
  },
  recordsOf: { vi: 'Hồ sơ của', en: 'Records of' },
  targetIs: { vi: 'Chỉ tiêu do kế hoạch của phong trào đặt ra:', en: 'The target that the movement’s plan sets:' },
  changeIs: { vi: 'So với', en: 'Against' },
  rankByRATIO: { vi: 'Xếp theo tỷ lệ, cao nhất đứng đầu.', en: 'By share, the highest first.' },
  rankByPEOPLE: { vi: 'Xếp theo số người đạt, nhiều nhất đứng đầu.', en: 'By people who reached it, the most first.' },
  rankByGAP_PEOPLE: {
    vi: 'Xếp theo số người còn thiếu, nhiều nhất đứng đầu.',
    en: 'By people missing, the most first.',
  },
  rankByGAP_POINTS: {
    vi: 'Xếp theo số điểm phần trăm còn thiếu, nhiều nhất đứng đầu.',
    en: 'By percentage points missing, the most first.',
  },
  rankIs: {
    vi: 'Hạng là hạng nhiều khả năng nhất, kèm khoảng có xác suất 90 %. Khoảng rộng hơn một phần tư danh sách thì chỉ nói nhóm đầu, giữa hay cuối, khi xác suất ít nhất là 80 %.',
    en: 'A rank is the most likely one, with the range that has 90 % of the probability. A range wider than a quarter of the list becomes a third of it, where that has at least 80 %.',
  },
  rankAll: { vi: 'Trong toàn tỉnh', en: 'In the province' },
  rankType: { vi: 'Trong cùng loại (xã, phường)', en: 'Among those of its type' },
  rankArea: { vi: 'Trong cùng khu vực', en: 'Among those of its kind of area' },
  ratioIs: { vi: 'Số người đạt chia cho mẫu số:', en: 'People who reached it, divided by the denominator:' },
  peopleEXACT: {
    vi: 'Mọi tổ chức đã báo cáo và ở đây chỉ một tổ chức có thể có người đạt, nên con số là số của tổ chức đó.',
    en: 'All have reported, and one organisation alone can have people here, so its number is the number.',
  },
  peopleESTIMATE: {
    vi: 'Nhiều tổ chức có thể có người đạt. Con số là ước lượng khi chốt kỳ, mỗi người chỉ được đếm một lần, có thêm nhiễu để không lộ từng người. Khoảng 95 % gồm sai số, nhiễu và những người mà ước lượng không tính đến; khi kiểm tra với số thật, khoảng đúng ít nhất 93 trong 100 lần.',
    en: 'Several organisations may have people here. The number is an estimate made when the month closed, which counts each person once and has noise that hides single people. The 95 % interval is of its error, the noise, and whom it leaves out; checked against true numbers, it held at least 93 times in 100.',
  },
  peopleBOUNDS: {
    vi: 'Chỉ biết hai cận: ít nhất là số của tổ chức lớn nhất, nhiều nhất là tổng của các tổ chức và không quá mẫu số, trừ khi còn chưa đủ mười giá trị. Khi có tổ chức chưa báo cáo hết kỳ, hai cận là của những ngày đã báo cáo.',
    en: 'Only bounds are known: at least the largest single organisation, at most the sum of all, capped by the denominator where that leaves ten values. While one has not reported all of the period, they are of the days that it has.',
  },
  noEstimateABSENT_ORGANISATION: {
    vi: 'Còn tổ chức chưa có số liệu ở đây.',
    en: 'An organisation has no figure here yet.',
  },
  noEstimateCOUNTS_ONLY: {
    vi: 'Không ước lượng được vì có tổ chức chỉ có số tổng.',
    en: 'There is no estimate, since one organisation has counts only.',
  },
  noEstimateOTHER_PERIOD: {
    vi: 'Không ước lượng được vì tháng cuối của một tổ chức sớm hơn các tổ chức khác.',
    en: 'There is no estimate, since the last month of one organisation is an earlier one.',
  },
  noEstimateOTHER_KEY: {
    vi: 'Không ước lượng được vì có tổ chức dùng khóa của kỳ khác.',
    en: 'There is no estimate, since one organisation used the key of another period.',
  },
  noEstimateNO_SKETCH: {
    vi: 'Không ước lượng được vì có tổ chức chưa gửi bản tóm lược.',
    en: 'There is no estimate, since one organisation has released no sketch.',
  },
  noEstimateNOT_CLOSED: {
    vi: 'Kỳ này chưa chốt: khi mọi tổ chức đã báo cáo cả kỳ thì mới ước lượng. Số liệu là sơ bộ.',
    en: 'The month is open: it is estimated once every organisation has reported all of it. Figures are provisional.',
  },
  noEstimateNOT_YET: {
    vi: 'Từ khi chốt kỳ, nơi này chưa được ước lượng: lúc đó bản tóm lược có ít người đến mức gần như đếm đúng, hoặc hệ thống đang tính.',
    en: 'Since the month closed, this place has not been estimated: its sketches had so few people then that they would be nearly exact, or it is being estimated.',
  },
  noEstimateOTHER_ORGANISATIONS: {
    vi: 'Không ước lượng được vì các tổ chức được tính ở đây khác với các tổ chức đã ước lượng.',
    en: 'There is no estimate, since other organisations count here than were estimated.',
  },
  noEstimateTOO_FEW: {
    vi: 'Không nêu ước lượng: bản tóm lược có ít người như vậy thì ước lượng gần như đếm đúng từng người.',
    en: 'There is no estimate: a sketch with so few people in it would tell nearly exactly how many.',
  },
  gapIs: {
    vi: 'Chỉ tiêu nhân với mẫu số (nếu là khoảng thì lấy đầu trên), trừ đi số người đạt ít nhất (đầu dưới của khoảng):',
    en: 'The target times the denominator, the upper end where it is a range, less the fewest people who reached it (the lower end of the interval):',
  },
  gapReached: {
    vi: 'Số người đạt ít nhất đã bằng hoặc vượt chỉ tiêu, nên không còn thiếu.',
    en: 'Even the fewest people reach the target, so nothing is missing.',
  },
  gapPointsIs: {
    vi: 'Chỉ tiêu trừ đi tỷ lệ tính từ số người đạt ít nhất và mẫu số lớn nhất:',
    en: 'The target less the share of the fewest people who reached it, of the largest denominator:',
  },
  forecastIs: {
    vi: 'Mức tăng của 5 đến 13 tháng đủ số liệu gần nhất, tháng gần hơn tính nặng hơn, kéo dài đến hạn của mục tiêu. Không thấp hơn số hiện có và không cao hơn mẫu số.',
    en: 'The growth of the last 5 to 13 complete months, of which later ones count more, followed to the deadline. It is never below the number of now, nor above the denominator.',
  },
  forecastBand: {
    vi: 'Khoảng dự báo 95 % chỉ tính biến động từ tháng này sang tháng khác và việc làm tròn:',
    en: 'The 95 % prediction interval is of chance from month to month and of rounding alone:',
  },
  forecastHeld: {
    vi: 'Số lần dự báo trước đây (một đến ba tháng) mà số liệu sau đó nằm trong khoảng:',
    en: 'Earlier forecasts of one to three months ahead whose interval held what came:',
  },
  ofAll: { vi: 'trên', en: 'of' },
  reachesOn: {
    vi: 'Với mức tăng này, đạt chỉ tiêu chậm nhất vào ngày',
    en: 'At this growth the target is reached at the latest on',
  },
  reachesUnknown: {
    vi: 'Chưa nói được ngày đạt chỉ tiêu.',
    en: 'On which day the target is reached cannot be said.',
  },
  noForecastTOO_FEW_MONTHS: {
    vi: 'Chưa dự báo được: cần ít nhất năm tháng đủ số liệu.',
    en: 'There is no forecast: it needs five complete months.',
  },
  noForecastBREAK: {
    vi: 'Chưa dự báo được: chưa đủ năm tháng kể từ khi các tổ chức được tính thay đổi.',
    en: 'There is no forecast: fewer than five months have passed since other organisations were counted.',
  },
  noForecastNO_DENOMINATOR: {
    vi: 'Không dự báo được vì không có mẫu số.',
    en: 'There is no forecast, since no denominator is known.',
  },
  noForecastDEADLINE_PASSED: {
    vi: 'Không dự báo vì thời hạn đã qua.',
    en: 'There is no forecast, since the deadline has passed.',
  },
  whatIsMissing: { vi: 'Còn thiếu gì, và vì sao', en: 'What is missing, and why' },
  nothingMissing: {
    vi: 'Mọi tổ chức phải báo cáo đều đã báo cáo, và không số nào bị giữ lại.',
    en: 'Every organisation that has to report has reported, and nothing is withheld.',
  },
  whyNOT_YET: {
    vi: 'chưa có số liệu đủ đến hết kỳ. Số của tháng gần nhất đã công bố vẫn được tính.',
    en: 'has no figures that are complete through the period. Its last month still counts.',
  },
  whyAwaited: { vi: 'chưa đến hạn báo cáo kỳ này.', en: 'is not due to report this period yet.' },
  whyNothingYet: { vi: 'chưa công bố số liệu nào.', en: 'has released nothing yet.' },
  whyNOT_LINKED: {
    vi: 'hệ thống chưa kết nối, nên chưa có số liệu.',
    en: 'is not linked to the hub, so it has no figures.',
  },
  whyWITHHELD: {
    vi: 'đã báo cáo, nhưng thỏa thuận không cho phép gộp số này cho người đang xem.',
    en: 'has reported, but no agreement lets its figure be combined with others for you.',
  },
  whyLATE: { vi: 'đã báo cáo, muộn', en: 'has reported, late by' },
  lateSoFar: { vi: 'đã quá hạn', en: 'overdue by' },
  days: { vi: 'ngày', en: 'days' },
  whyWithdrawn: { vi: 'đã thu hồi đợt công bố', en: 'has withdrawn release' },
  because: { vi: 'vì', en: 'for this reason:' },
  rounding: {
    vi: 'Số người được làm tròn xuống hàng chục để không lộ từng người: "30" là 30 đến 39, còn "0" có thể là 0 đến 9 người. Số của toàn tỉnh do một tổ chức công bố được làm tròn xuống bội số của hai mươi.',
    en: 'Numbers of people are rounded down to ten, so that nobody is told by them: "30" is 30 to 39, and "0" may be up to 9 people. The number of the whole of an organisation is rounded down to twenty.',
  },
  publishedAs: { vi: 'Bản công bố của kỳ này', en: 'Publications of this period' },
  withdrawnOne: { vi: 'đã thu hồi', en: 'withdrawn' },
  asPublished: { vi: 'Theo bản công bố', en: 'As published in' },
  openExplorer: { vi: 'Mở câu hỏi trong trang tra cứu', en: 'Open the query in the explorer' },
} as const satisfies Words;
