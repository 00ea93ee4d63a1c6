import type { Words } from '../../language/words.js';

/** Texts of the quality report: the name of each concept, how it is computed, and why it may be unknown. */
export const qualityWords = {
  quality: { vi: 'Chất lượng', en: 'Quality' },
  qualityIntro: {
    vi: 'Hệ thống tự tính từ số liệu đang lưu, theo các tiêu chí báo cáo chất lượng của Hệ thống Thống kê châu Âu (SIMS 2.0). Chọn một con số để xem cách tính.',
    en: 'Computed by the hub from what it stores, by the concepts of the European Statistical System’s quality reports (SIMS 2.0). Choose a number to see how it is computed.',
  },
  dimension: { vi: 'Chiều chất lượng', en: 'Dimension' },
  concept: { vi: 'Tiêu chí', en: 'Concept' },
  sims: { vi: 'Mã SIMS', en: 'SIMS code' },
  number: { vi: 'Giá trị', en: 'Value' },
  day: { vi: 'ngày', en: 'day' },
  days: { vi: 'ngày', en: 'days' },
  daysLate: { vi: 'muộn', en: 'late by' },
  daysEarly: { vi: 'sớm', en: 'early by' },
  onTheDay: { vi: 'đúng hạn', en: 'on the due day' },
  'S.12': { vi: 'Tính phù hợp', en: 'Relevance' },
  'S.13': { vi: 'Độ chính xác', en: 'Accuracy' },
  'S.17': { vi: 'Hiệu chỉnh', en: 'Revisions' },
  'S.14': { vi: 'Tính kịp thời, đúng hạn', en: 'Timeliness and punctuality' },
  'S.15': { vi: 'Tính thống nhất', en: 'Coherence' },
  'S.10': { vi: 'Khả năng tiếp cận', en: 'Accessibility' },
  DATA_COMPLETENESS: { vi: 'Tổ chức đã báo cáo đủ tháng', en: 'Organisations that reported the whole month' },
  howDATA_COMPLETENESS: {
    vi: 'Số tổ chức đã báo cáo hết tháng, trên số tổ chức phải báo cáo.',
    en: 'The organisations that have reported the whole month, of those expected.',
  },
  VARIATION: { vi: 'Hệ số biến thiên, toàn tỉnh', en: 'Coefficient of variation, the province' },
  howVARIATION: {
    vi: 'Nửa khoảng 95 % chia cho 1,96, rồi chia cho số ước lượng.',
    en: 'Half of the 95 % interval over 1.96, over the estimate.',
  },
  MEDIAN_VARIATION: { vi: 'Hệ số biến thiên của các xã, trung vị', en: 'Coefficient of variation, median commune' },
  howMEDIAN_VARIATION: {
    vi: 'Trung vị của các xã, phường có số ước lượng lớn hơn 0.',
    en: 'The median of the communes with an estimate above 0.',
  },
  LARGEST_VARIATION: { vi: 'Hệ số biến thiên của các xã, lớn nhất', en: 'Coefficient of variation, largest' },
  howLARGEST_VARIATION: {
    vi: 'Lớn nhất trong các xã, phường có số ước lượng lớn hơn 0.',
    en: 'The largest of the communes with an estimate above 0.',
  },
  UNCOUNTED_ORGANISATIONS: { vi: 'Tổ chức chưa được tính', en: 'Organisations not counted' },
  howUNCOUNTED_ORGANISATIONS: {
    vi: 'Số tổ chức không có số nào trong số liệu này, trên số tổ chức phải báo cáo. Người của các tổ chức đó có thể còn thiếu.',
    en: 'The organisations that have no number in this figure, of those expected. Their people may be missing.',
  },
  OVER_COVERAGE: { vi: 'Vượt mẫu số', en: 'More than the denominator' },
  howOVER_COVERAGE: {
    vi: 'Số người nhiều hơn mẫu số, ít nhất, trên số người.',
    en: 'The people above the denominator, at least, of the people.',
  },
  LINKAGE: { vi: 'Xã tính được mỗi người một lần', en: 'Communes where each person counts once' },
  howLINKAGE: {
    vi: 'Số xã, phường ghép được người của các tổ chức, trên số xã, phường có số liệu. Xã khác chỉ có cận dưới và cận trên.',
    en: 'The communes where people of several organisations are linked, of those with a figure. Others have bounds alone.',
  },
  REFUSED_ROWS: {
    vi: 'Dòng bị loại vì thiếu số định danh hợp lệ',
    en: 'Rows refused without a valid citizen’s number',
  },
  howREFUSED_ROWS: {
    vi: 'Tổng của các tổ chức, mỗi tổ chức làm tròn xuống hàng chục, ở các tệp mới nhất.',
    en: 'Of the organisations’ newest files; each rounds its number down to ten.',
  },
  REVISED_MONTHS: { vi: 'Số tháng được so sánh', en: 'Months compared' },
  howREVISED_MONTHS: {
    vi: 'Trong 12 tháng đã công bố gần nhất: số tháng có bản công bố đầu tiên so được với số hiện nay.',
    en: 'Of the last 12 published months, those whose first publication can be compared with the figure of now.',
  },
  MEAN_REVISION: { vi: 'Hiệu chỉnh bình quân (người)', en: 'Mean revision (people)' },
  howMEAN_REVISION: {
    vi: 'Bình quân của số hiện nay trừ số trong bản công bố đầu tiên của tháng.',
    en: 'The mean of the figure of now less that of the month’s first publication.',
  },
  MEAN_ABSOLUTE_REVISION: { vi: 'Hiệu chỉnh tuyệt đối bình quân (người)', en: 'Mean absolute revision (people)' },
  howMEAN_ABSOLUTE_REVISION: {
    vi: 'Bình quân của mức hiệu chỉnh, bỏ dấu.',
    en: 'The mean of the revisions without their signs.',
  },
  RELATIVE_ABSOLUTE_REVISION: { vi: 'Tỷ lệ hiệu chỉnh', en: 'Relative absolute revision' },
  howRELATIVE_ABSOLUTE_REVISION: {
    vi: 'Tổng mức hiệu chỉnh, bỏ dấu, chia cho tổng số hiện nay.',
    en: 'The sum of the revisions without their signs, over the sum of the figures of now.',
  },
  TIME_LAG_FIRST: { vi: 'Từ cuối tháng đến bản công bố đầu tiên', en: 'From the month’s end to the first publication' },
  howTIME_LAG_FIRST: {
    vi: 'Số ngày từ ngày cuối tháng đến ngày công bố.',
    en: 'Days from the last day of the month to that of the publication.',
  },
  TIME_LAG_LAST: { vi: 'Từ cuối tháng đến bản công bố mới nhất', en: 'From the month’s end to the newest publication' },
  howTIME_LAG_LAST: {
    vi: 'Số ngày từ ngày cuối tháng đến ngày công bố.',
    en: 'Days from the last day of the month to that of the publication.',
  },
  PUNCTUALITY: { vi: 'Công bố so với hạn', en: 'Publication against its due day' },
  howPUNCTUALITY: {
    vi: 'Số ngày từ hạn công bố đến bản công bố đầu tiên.',
    en: 'Days from the due day to the first publication.',
  },
  REPORTS_ON_TIME: { vi: 'Báo cáo đúng hạn của các tổ chức', en: 'Organisations’ reports on time' },
  howREPORTS_ON_TIME: {
    vi: 'Số báo cáo của tháng đến đúng hạn, trên số báo cáo đã đến hạn.',
    en: 'The reports of the month that came in time, of those due.',
  },
  CONTRADICTIONS: { vi: 'Số mâu thuẫn chắc chắn', en: 'Certain contradictions' },
  howCONTRADICTIONS: {
    vi: 'Mâu thuẫn với mục tiêu khác, với các nhóm hoặc mẫu số, dù số thật nằm ở đâu trong khoảng.',
    en: 'Contradictions with another goal, with groups or denominators, for any number within the ranges.',
  },
  METADATA_COMPLETENESS: { vi: 'Siêu dữ liệu đã có', en: 'Metadata laid down' },
  howMETADATA_COMPLETENESS: {
    vi: 'Số mục đã có trong tám mục: định nghĩa, nguồn, phương pháp, sai số, chính sách hiệu chỉnh, liên hệ, giấy phép, hạn công bố.',
    en: 'Of eight texts: definition, source, method, error, revision policy, contact, licence, due days.',
  },
  NOT_EXPECTED: { vi: 'không tổ chức nào phải báo cáo', en: 'no report is expected' },
  NO_FIGURE: { vi: 'chưa có số liệu', en: 'no figure yet' },
  NO_ESTIMATE: { vi: 'chỉ biết cận dưới và cận trên', en: 'bounds alone' },
  NO_DENOMINATOR: { vi: 'chưa có mẫu số', en: 'no denominator' },
  NOT_PUBLISHED: { vi: 'chưa công bố', en: 'not published yet' },
  NOT_COMPARABLE: { vi: 'không so sánh được', en: 'not comparable' },
  NO_DUE_DAY: { vi: 'chưa có hạn', en: 'no due day' },
} as const satisfies Words;
