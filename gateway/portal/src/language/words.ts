import { type Said, useLanguage } from './language.js';

/** All that the portal says, in both languages. */
export const words = {
  portal: { vi: 'Bình dân học vụ số', en: 'Digital Education for All' },
  skip: { vi: 'Đến nội dung chính', en: 'Skip to the content' },
  pages: { vi: 'Các trang', en: 'Pages' },
  overview: { vi: 'Tổng quan', en: 'Overview' },
  keys: { vi: 'Khóa cho chương trình', en: 'Keys for programs' },
  keysShort: { vi: 'Khóa', en: 'Keys' },
  schema: { vi: 'Lược đồ', en: 'Schema' },
  explorer: { vi: 'Truy vấn', en: 'Explorer' },
  publications: { vi: 'Công bố', en: 'Publications' },
  status: { vi: 'Trạng thái', en: 'Status' },
  language: { vi: 'English', en: 'Tiếng Việt' },
  signIn: { vi: 'Đăng nhập', en: 'Sign in' },
  signOut: { vi: 'Đăng xuất', en: 'Sign out' },
  signedInAs: { vi: 'Đang đăng nhập:', en: 'Signed in as' },
  signingIn: { vi: 'Đang đăng nhập…', en: 'Signing in…' },
  signInFailed: {
    vi: 'Không đăng nhập được. Hãy thử lại.',
    en: 'The sign-in did not succeed. Please try again.',
  },
  sessionEnded: {
    vi: 'Phiên làm việc đã hết hạn. Hãy đăng nhập lại để xem tiếp.',
    en: 'Your session has ended. Sign in again to go on.',
  },
  purpose: { vi: 'Mục đích', en: 'Purpose' },
  demonstration: {
    vi: 'Dữ liệu minh họa: số liệu được tạo ra để thử, không được trích dẫn.',
    en: 'Demonstration data: made up for trying out, not to be quoted.',
  },
  asking: { vi: 'Đang tải…', en: 'Loading…' },
  again: { vi: 'Thử lại', en: 'Try again' },
  unreachable: {
    vi: 'Không liên lạc được với hệ thống. Hãy kiểm tra mạng và thử lại.',
    en: 'The hub cannot be reached. Check the network and try again.',
  },
  auditAway: {
    vi: 'Hệ thống tạm thời không ghi được nhật ký truy vấn, nên không trả lời. Hãy thử lại sau ít phút.',
    en: 'The hub cannot write its log of requests at the moment, so it answers none. Try again in some minutes.',
  },
  tooMuch: {
    vi: 'Đang có quá nhiều yêu cầu. Hãy đợi vài giây rồi thử lại.',
    en: 'There are too many requests. Wait some seconds and try again.',
  },
  organisationAway: {
    vi: 'Hệ thống của một tổ chức hiện không trả lời; phần này vì thế chưa có. Các phần khác vẫn đúng.',
    en: "An organisation's system does not answer at present, so this part is missing. The other parts are right.",
  },
  failed: { vi: 'Phần này hiện không có số liệu.', en: 'This part has no figures at the moment.' },
  notAllowed: {
    vi: 'Vai trò hoặc mục đích đang chọn không được xem phần này.',
    en: 'Your role, or the purpose that is chosen, may not see this part.',
  },
  needsSignIn: {
    vi: 'Số liệu của từng xã dành cho người đã đăng nhập. Số liệu toàn tỉnh ai cũng xem được.',
    en: 'Figures of single communes are for people who have signed in. Those of the province are open to all.',
  },
  notLoaded: {
    vi: 'Không tải được trang này. Có thể hệ thống vừa được nâng cấp; hãy tải lại trang.',
    en: 'This page could not be loaded. The hub may have been renewed; load the page again.',
  },
  noSuchPage: { vi: 'Không có trang này.', en: 'There is no such page.' },
  noSuchGoal: { vi: 'Không có mục tiêu này.', en: 'There is no such goal.' },
  goals: { vi: 'Các mục tiêu', en: 'The goals' },
  overviewIntro: {
    vi: 'Toàn tỉnh đạt đến đâu. Chọn một con số để xem số đó từ đâu ra.',
    en: 'How far the province is. Choose a figure to see where it comes from.',
  },
  target: { vi: 'Chỉ tiêu', en: 'Target' },
  by: { vi: 'đến', en: 'by' },
  people: { vi: 'Số người đạt', en: 'People who reached it' },
  between: { vi: 'trong khoảng', en: 'between' },
  and: { vi: 'đến', en: 'and' },
  atLeast: { vi: 'ít nhất', en: 'at least' },
  gap: { vi: 'Còn thiếu nhiều nhất', en: 'At most still missing' },
  peopleUnit: { vi: 'người', en: 'people' },
  pointsUnit: { vi: 'điểm\u00a0%', en: 'points' },
  completeThrough: { vi: 'Số liệu đủ đến hết', en: 'Complete through' },
  missing: { vi: 'Chưa báo cáo', en: 'Not reported yet' },
  everyoneReported: { vi: 'Tất cả đã báo cáo', en: 'Everyone has reported' },
  forecast: { vi: 'Dự báo khi hết hạn', en: 'Forecast for the deadline' },
  lastMonths: { vi: '12 tháng qua', en: 'The last 12 months' },
  series: { vi: 'Diễn biến 12 tháng qua', en: 'The last 12 months' },
  seriesTable: { vi: 'Bảng số liệu của biểu đồ', en: 'The chart as a table' },
  month: { vi: 'Tháng', en: 'Month' },
  ratio: { vi: 'Tỷ lệ', en: 'Share' },
  leagueTable: { vi: 'Các xã, phường', en: 'The communes' },
  leagueCaption: {
    vi: 'Bảng xếp hạng các xã, phường. Chọn tên cột để sắp xếp.',
    en: 'The communes and how far each is. Choose a column to order by it.',
  },
  rank: { vi: 'Hạng', en: 'Rank' },
  commune: { vi: 'Xã, phường', en: 'Commune' },
  type: { vi: 'Loại', en: 'Type' },
  area: { vi: 'Khu vực', en: 'Area' },
  state: { vi: 'Tình trạng', en: 'Status' },
  interval: { vi: 'Khoảng', en: 'Interval' },
  gapPeople: { vi: 'Thiếu (người)', en: 'Gap (people)' },
  gapPoints: { vi: 'Thiếu (điểm %)', en: 'Gap (points)' },
  all: { vi: 'Tất cả', en: 'All' },
  name: { vi: 'Tên', en: 'Name' },
  nameHint: { vi: 'có dấu hoặc không dấu', en: 'with or without marks' },
  shown: { vi: 'xã, phường', en: 'communes' },
  noneFound: { vi: 'Không có xã, phường nào như vậy.', en: 'No commune is like this.' },
  download: { vi: 'Tải về', en: 'Download' },
  downloading: { vi: 'Đang tải về…', en: 'Downloading…' },
  map: { vi: 'Bản đồ', en: 'Map' },
  mapShow: { vi: 'Xem bản đồ', en: 'Show the map' },
  legend: { vi: 'Chú giải: tỷ lệ đạt', en: 'Legend: share reached' },
  below: { vi: 'dưới', en: 'below' },
  above: { vi: 'từ', en: 'from' },
  withheld: { vi: 'không công bố', en: 'withheld' },
  notReported: { vi: 'chưa báo cáo', en: 'not reported' },
  unknown: { vi: 'không rõ', en: 'unknown' },
  saysWho: { vi: 'Con số này từ đâu ra?', en: 'Where does this figure come from?' },
  close: { vi: 'Đóng', en: 'Close' },
  numerator: { vi: 'Tử số: số người đạt', en: 'Numerator: people who reached it' },
  lower: { vi: 'Cận dưới', en: 'Lower bound' },
  upper: { vi: 'Cận trên', en: 'Upper bound' },
  estimate: { vi: 'Ước lượng', en: 'Estimate' },
  denominator: { vi: 'Mẫu số', en: 'Denominator' },
  source: { vi: 'Nguồn', en: 'Source' },
  asOf: { vi: 'tính đến', en: 'as of' },
  asOfDay: { vi: 'Tính đến', en: 'As of' },
  version: { vi: 'phiên bản', en: 'version' },
  releases: { vi: 'Các đợt công bố làm cơ sở', en: 'The releases it rests on' },
  organisation: { vi: 'Tổ chức', en: 'Organisation' },
  release: { vi: 'Đợt công bố', en: 'Release' },
  madeAt: { vi: 'Công bố lúc', en: 'Made at' },
  key: { vi: 'Khóa ký', en: 'Signing key' },
  through: { vi: 'Đủ đến hết', en: 'Complete through' },
  query: { vi: 'Câu hỏi cho ra con số này', en: 'The query that gives it' },
  linked: { vi: 'Kết nối', en: 'Linked' },
  yes: { vi: 'đã kết nối', en: 'linked' },
  no: { vi: 'chưa kết nối', en: 'not linked' },
  data: { vi: 'Số liệu', en: 'Data' },
  statement: { vi: 'Lời của tổ chức', en: 'In its own words' },
  communesPage: { vi: 'Xã, phường', en: 'Communes' },
  organisations: { vi: 'Các tổ chức và số liệu của họ', en: 'The organisations and their data' },
  organisationsPage: { vi: 'Tổ chức', en: 'Organisations' },
  indicatorsPage: { vi: 'Chỉ số', en: 'Indicators' },
  more: { vi: 'Xem thêm', en: 'Show more' },
  noneHere: { vi: 'Không có.', en: 'There is none.' },
  partRefused: {
    vi: 'Vai trò hoặc mục đích đang chọn không được xem một phần ở đây.',
    en: 'Your role, or the purpose that is chosen, may not see a part of this.',
  },
  partAway: {
    vi: 'Tổ chức này hiện không trả lời. Các phần khác của trang vẫn xem được.',
    en: 'This organisation does not answer at the moment. The other parts of the page are not affected.',
  },
  otherPurpose: {
    vi: 'Phần này chỉ được chia sẻ cho mục đích khác. Xem với mục đích:',
    en: 'This part is shared for another purpose only. See it for:',
  },
} as const satisfies Record<string, Said>;

/** What the graph's enums mean. */
export const meanings: Readonly<Record<string, Said>> = {
  ACHIEVED: { vi: 'Đã đạt', en: 'Achieved' },
  ON_TRACK: { vi: 'Đúng tiến độ', en: 'On track' },
  AT_RISK: { vi: 'Có nguy cơ chậm', en: 'At risk' },
  OFF_TRACK: { vi: 'Chậm tiến độ', en: 'Off track' },
  FALLING: { vi: 'Đang giảm', en: 'Falling' },
  NOT_STARTED: { vi: 'Chưa bắt đầu', en: 'Not started' },
  MISSED: { vi: 'Không đạt', en: 'Missed' },
  NO_DATA: { vi: 'Chưa có số liệu', en: 'No data' },
  COMMUNE: { vi: 'Xã', en: 'Commune' },
  WARD: { vi: 'Phường', en: 'Ward' },
  TOWNSHIP: { vi: 'Thị trấn', en: 'Township' },
  SPECIAL_ZONE: { vi: 'Đặc khu', en: 'Special zone' },
  URBAN: { vi: 'Đô thị', en: 'Urban' },
  PLAIN: { vi: 'Đồng bằng', en: 'Plain' },
  MOUNTAIN: { vi: 'Miền núi', en: 'Mountain' },
  REPORTED: { vi: 'Đã báo cáo', en: 'Reported' },
  LATE: { vi: 'Báo cáo muộn', en: 'Late' },
  NOT_YET: { vi: 'Chưa báo cáo', en: 'Not yet' },
  WITHHELD: { vi: 'Không công bố', en: 'Withheld' },
  NOT_LINKED: { vi: 'Chưa kết nối', en: 'Not linked' },
  REAL: { vi: 'Số liệu thật', en: 'Real data' },
  DEMONSTRATION: { vi: 'Dữ liệu minh họa', en: 'Demonstration data' },
  NONE: { vi: 'Chưa có số liệu', en: 'No data yet' },
  steering: { vi: 'Chỉ đạo, điều hành', en: 'Steering' },
  statistics: { vi: 'Thống kê', en: 'Statistics' },
  coordination: { vi: 'Phối hợp', en: 'Coordination' },
  research: { vi: 'Nghiên cứu', en: 'Research' },
  audit: { vi: 'Kiểm tra', en: 'Audit' },
  analyst: { vi: 'chuyên viên phân tích', en: 'analyst' },
  staff: { vi: 'cán bộ tổ chức', en: 'staff' },
  auditor: { vi: 'người kiểm tra', en: 'auditor' },
  operator: { vi: 'người vận hành', en: 'operator' },
  app: { vi: 'ứng dụng', en: 'app' },
};

/** A word that every page may say. */
export type Word = keyof typeof words;

/** The words of one page. */
export type Words = Readonly<Record<string, Said>>;

const none = {} as const;

/**
 * Says words, the page's `own` and those of all pages, and what enums mean, in the language of the page. What the page
 * itself says that an enum means goes first.
 */
export function useWords<Own extends Words = typeof none>(own: Own = none as unknown as Own) {
  const language = useLanguage();
  const known: Words = { ...words, ...own };
  return {
    language,
    say: (word: Word | (keyof Own & string)): string => known[word]?.[language] ?? word,
    mean: (value: string): string => (own[value] ?? meanings[value])?.[language] ?? value,
  };
}
