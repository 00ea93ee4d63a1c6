/**
 * The words for values of enums that several tables have: a table refers to them by the enum's name, `words: Break`.
 */
export const enumWords = {
  Area: {
    URBAN: { vi: 'Đô thị', en: 'Urban' },
    PLAIN: { vi: 'Đồng bằng', en: 'Plain' },
    MOUNTAIN: { vi: 'Miền núi', en: 'Mountain' },
  },
  Break: {
    ORGANISATIONS: { vi: 'Khác tổ chức', en: 'Other organisations' },
    AUDIENCE: { vi: 'Khác đối tượng', en: 'Other audience' },
    DENOMINATOR: { vi: 'Khác mẫu số', en: 'Other denominator' },
    METHOD: { vi: 'Khác cách tính', en: 'Other method' },
  },
  CommuneType: {
    COMMUNE: { vi: 'Xã', en: 'Commune' },
    WARD: { vi: 'Phường', en: 'Ward' },
    TOWNSHIP: { vi: 'Thị trấn', en: 'Township' },
    SPECIAL_ZONE: { vi: 'Đặc khu', en: 'Special zone' },
  },
  ContributionState: {
    REPORTED: { vi: 'Đã báo cáo', en: 'Reported' },
    LATE: { vi: 'Báo cáo muộn', en: 'Late' },
    NOT_YET: { vi: 'Chưa báo cáo', en: 'Not yet' },
    WITHHELD: { vi: 'Không công bố', en: 'Withheld' },
    NOT_LINKED: { vi: 'Chưa kết nối', en: 'Not linked' },
  },
  DenominatorBasis: {
    CENSUS: { vi: 'Thống kê công khai, giữ nguyên', en: 'A public statistic, as it is' },
    RECORDS: { vi: 'Hồ sơ của tổ chức, làm tròn xuống hàng chục', en: 'Records, rounded down to ten' },
  },
  Doubt: {
    ABSENT_ORGANISATION: { vi: 'Còn thiếu tổ chức', en: 'Absent organisation' },
    PEOPLE_IN_SEVERAL: { vi: 'Người ở nhiều tổ chức', en: 'People in several' },
    ESTIMATE_ERROR: { vi: 'Sai số ước lượng', en: 'Error of the estimate' },
    ROUNDING: { vi: 'Số làm tròn', en: 'Rounding' },
    SMALL_PLACE: { vi: 'Địa bàn quá ít người', en: 'Too few people in the place' },
  },
  NoEstimate: {
    ABSENT_ORGANISATION: { vi: 'Còn thiếu tổ chức', en: 'Absent organisation' },
    COUNTS_ONLY: { vi: 'Chỉ có số tổng', en: 'Counts only' },
    OTHER_PERIOD: { vi: 'Khác kỳ', en: 'Other period' },
    OTHER_KEY: { vi: 'Khác khóa', en: 'Other key' },
    NO_SKETCH: { vi: 'Không có bản tóm lược', en: 'No sketch' },
    NOT_CLOSED: { vi: 'Kỳ chưa chốt', en: 'Month open' },
    NOT_YET: { vi: 'Chưa ước lượng', en: 'Not estimated yet' },
    OTHER_ORGANISATIONS: { vi: 'Khác tổ chức', en: 'Other organisations' },
    TOO_FEW: { vi: 'Ước lượng gần như đếm đúng', en: 'An estimate would be nearly exact' },
  },
  ObservationStatus: {
    A: { vi: 'A (bình thường)', en: 'A (normal)' },
    B: { vi: 'B (chuỗi bị ngắt)', en: 'B (break)' },
    E: { vi: 'E (ước lượng)', en: 'E (estimated)' },
    L: { vi: 'L (chưa thu thập)', en: 'L (not collected)' },
    M: { vi: 'M (không thể có)', en: 'M (cannot exist)' },
    P: { vi: 'P (sơ bộ)', en: 'P (provisional)' },
    Q: { vi: 'Q (không công bố)', en: 'Q (withheld)' },
    U: { vi: 'U (độ tin cậy thấp)', en: 'U (low reliability)' },
  },
  PeopleMethod: {
    EXACT: { vi: 'Đếm từ hồ sơ', en: 'Counted' },
    ESTIMATE: { vi: 'Ước lượng', en: 'Estimate' },
    BOUNDS: { vi: 'Khoảng', en: 'Bounds' },
  },
  ProgressStatus: {
    ACHIEVED: { vi: 'Đạt', en: 'Achieved' },
    ON_TRACK: { vi: 'Đúng tiến độ', en: 'On track' },
    AT_RISK: { vi: 'Có nguy cơ', en: 'At risk' },
    OFF_TRACK: { vi: 'Chậm', en: 'Off track' },
    FALLING: { vi: 'Giảm', en: 'Falling' },
    NOT_STARTED: { vi: 'Chưa bắt đầu', en: 'Not started' },
    MISSED: { vi: 'Không đạt', en: 'Missed' },
    ACHIEVED_LATE: { vi: 'Đạt sau thời hạn', en: 'Achieved late' },
    UNCERTAIN: { vi: 'Chưa xác định', en: 'Uncertain' },
    NO_DATA: { vi: 'Chưa có số liệu', en: 'No data' },
  },
  RankTier: {
    UPPER: { vi: 'Nhóm đầu', en: 'Upper third' },
    MIDDLE: { vi: 'Nhóm giữa', en: 'Middle third' },
    LOWER: { vi: 'Nhóm cuối', en: 'Lower third' },
    NOT_DISTINGUISHABLE: { vi: 'Chưa phân biệt được', en: 'Not distinguishable' },
  },
} as const;
