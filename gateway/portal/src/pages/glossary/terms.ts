import type { Said } from '../../language/language.js';

/** A term of the pages and its meaning. */
export interface Term {
  /** Anchor of the term: `/glossary#people`. */
  readonly id: string;
  readonly term: Said;
  readonly meaning: Said;
  /** The type of the graph with the exact definition. */
  readonly type?: string;
}

/** The terms, in the order in which a reader meets them. */
export const terms: readonly Term[] = [
  {
    id: 'goal',
    term: { vi: 'mục tiêu', en: 'goal' },
    meaning: {
      vi: 'Tỷ lệ phải đạt trong một nhóm người, chậm nhất vào một ngày đã định; văn bản quy định ghi ở trang siêu dữ liệu.',
      en: 'A share of a group of people that is to be reached by a day; the page of its metadata names what lays it down.',
    },
    type: 'Goal',
  },
  {
    id: 'people',
    term: { vi: 'người', en: 'people' },
    meaning: {
      vi: 'Số người khác nhau: mỗi người tính một lần, dù nhiều tổ chức cùng đếm.',
      en: 'Distinct persons: each counts once, even where several organisations count them.',
    },
    type: 'DistinctPeople',
  },
  {
    id: 'occurrences',
    term: { vi: 'lượt', en: 'occurrences' },
    meaning: {
      vi: 'Số lần hướng dẫn hoặc dự học. Một người có thể có nhiều lượt; không đổi lượt ra người được.',
      en: 'Turns of guidance or attendance. One person may have many; they never become a number of people.',
    },
  },
  {
    id: 'denominator',
    term: { vi: 'mẫu số', en: 'denominator' },
    meaning: {
      vi: 'Số người mà mục tiêu nói đến, với nguồn, ngày và phiên bản riêng.',
      en: 'How many people the goal is about, with its own source, day and version.',
    },
    type: 'Denominator',
  },
  {
    id: 'ratio',
    term: { vi: 'tỷ lệ', en: 'share' },
    meaning: {
      vi: 'Số người đạt chia cho mẫu số, với số chữ số mà độ chính xác cho phép.',
      en: 'The people who reached it over the denominator, with the digits that it carries.',
    },
  },
  {
    id: 'bounds',
    term: { vi: 'cận dưới, cận trên', en: 'lower and upper bound' },
    meaning: {
      vi: 'Ít nhất và nhiều nhất bao nhiêu người, suy ra chắc chắn từ số đã làm tròn của các tổ chức.',
      en: 'The fewest and the most people that there can be, as follows from the rounded numbers of the organisations.',
    },
  },
  {
    id: 'estimate',
    term: { vi: 'ước lượng', en: 'estimate' },
    meaning: {
      vi: 'Số người có khả năng nhất, tính từ bản tóm lược.',
      en: 'The most likely number of people, made of sketches.',
    },
  },
  {
    id: 'interval',
    term: { vi: 'khoảng 95 %', en: '95 % interval' },
    meaning: {
      vi: 'Khoảng chứa số đúng trong 95 trên 100 trường hợp: gồm sai số, nhiễu và những người chưa tính đến.',
      en: 'Where the true number lies in 95 of 100 cases: with error, noise, and the people whom it leaves out.',
    },
  },
  {
    id: 'sketch',
    term: { vi: 'bản tóm lược', en: 'sketch' },
    meaning: {
      vi: 'Dữ liệu rút gọn của một tổ chức, không đọc ra được từng người; ghép nhiều bản thì biết bao nhiêu người trùng nhau.',
      en: 'An organisation’s people in short, of whom no single one can be read; put together, sketches tell how many are the same.',
    },
  },
  {
    id: 'release',
    term: { vi: 'đợt công bố của tổ chức', en: 'release' },
    meaning: {
      vi: 'Số liệu mà một tổ chức ký và gửi, có số thứ tự. Sửa là gửi đợt mới.',
      en: 'The numbers that an organisation signs and sends, with a number. A correction is another release.',
    },
  },
  {
    id: 'publication',
    term: { vi: 'bản công bố', en: 'publication' },
    meaning: {
      vi: 'Số liệu của một kỳ, do hai người soạn và duyệt, được ký số và không thay đổi nữa.',
      en: 'The figures of a period, drafted and approved by two people, signed, and never changed.',
    },
    type: 'Publication',
  },
  {
    id: 'revision',
    term: { vi: 'lần công bố, hiệu chỉnh', en: 'revision' },
    meaning: {
      vi: 'Bản công bố sau của cùng một kỳ; trang của bản đó nêu số nào khác và vì sao.',
      en: 'A later publication of the same period; its page says which values differ, and why.',
    },
  },
  {
    id: 'provisional',
    term: { vi: 'sơ bộ', en: 'provisional' },
    meaning: {
      vi: 'Số của tháng chưa chốt, hoặc khi tổ chức phải báo cáo chưa báo cáo.',
      en: 'Of a month that is open, or that an expected organisation has not reported.',
    },
  },
  {
    id: 'through',
    term: { vi: 'số liệu đủ đến hết', en: 'complete through' },
    meaning: {
      vi: 'Ngày cuối mà mọi tổ chức phải báo cáo đều đã báo cáo.',
      en: 'The last day that all expected organisations have reported.',
    },
  },
  {
    id: 'final',
    term: { vi: 'số liệu cuối cùng', en: 'final' },
    meaning: {
      vi: 'Số liệu đã chốt của mục tiêu hết hạn: số liệu muộn sau ngày chốt không tính nữa.',
      en: 'The frozen figures of a goal whose time is over: what comes later does not count.',
    },
    type: 'GoalClosing',
  },
  {
    id: 'status',
    term: { vi: 'tình trạng', en: 'status' },
    meaning: {
      vi: 'Mục tiêu ở đâu so với nhịp đều từ ngày bắt đầu đến hạn: đã đạt, đúng tiến độ, có nguy cơ chậm, chậm tiến độ.',
      en: 'How it stands against the even pace from start to deadline: achieved, on track, at risk, off track.',
    },
    type: 'ProgressStatus',
  },
  {
    id: 'uncertain',
    term: { vi: 'chưa xác định', en: 'uncertain' },
    meaning: {
      vi: 'Khoảng đã biết cho phép nhiều kết luận; bên cạnh ghi điều gì sẽ quyết định.',
      en: 'What is known allows for several verdicts; beside it stands what would decide.',
    },
    type: 'Doubt',
  },
  {
    id: 'withheld',
    term: { vi: 'không công bố', en: 'withheld' },
    meaning: {
      vi: 'Có số, nhưng nêu ra có thể lộ một người.',
      en: 'There is a number, but it could tell of a single person.',
    },
  },
  {
    id: 'notReported',
    term: { vi: 'chưa báo cáo', en: 'not reported' },
    meaning: {
      vi: 'Tổ chức chưa gửi số của kỳ này. Không phải số không.',
      en: 'The organisation has sent no number of the period. It is not zero.',
    },
  },
  {
    id: 'awaited',
    term: { vi: 'chưa đến hạn', en: 'not due' },
    meaning: {
      vi: 'Chưa đến hạn gửi số của kỳ này, nên không ai chậm. Không phải số không.',
      en: 'The number of the period is not due yet, so nobody is late. It is not zero.',
    },
  },
  {
    id: 'unknown',
    term: { vi: 'không rõ', en: 'unknown' },
    meaning: { vi: 'Chưa ai biết số này. Không phải số không.', en: 'Nobody knows the number. It is not zero.' },
  },
  {
    id: 'break',
    term: { vi: 'chuỗi bị ngắt', en: 'break' },
    meaning: {
      vi: 'Không so được với tháng trước: khác tổ chức, đối tượng, mẫu số hoặc cách tính.',
      en: 'No comparison with the month before: other organisations, audience, denominator or method.',
    },
    type: 'ObservationStatus',
  },
  {
    id: 'rank',
    term: { vi: 'hạng', en: 'rank' },
    meaning: {
      vi: 'Hạng nhiều khả năng nhất, kèm khoảng có xác suất 90 %. Khoảng rộng hơn một phần tư danh sách thì thay bằng nhóm: đầu, giữa, cuối hoặc chưa phân biệt được.',
      en: 'The most likely rank, with the range that has 90 % of the probability. A range wider than a quarter of the list becomes a third of it: upper, middle, lower, or not distinguishable.',
    },
  },
  {
    id: 'area',
    term: { vi: 'khu vực, loại, vùng', en: 'area, type, region' },
    meaning: {
      vi: 'Khu vực: đô thị, đồng bằng, miền núi. Loại: xã, phường. Vùng: nhóm các xã, phường theo danh mục của phong trào.',
      en: 'Area: urban, plain, mountain. Type: commune, ward. Region: communes that the movement’s register puts together.',
    },
  },
  {
    id: 'former',
    term: { vi: 'đơn vị cũ', en: 'former unit' },
    meaning: {
      vi: 'Xã, huyện trước ngày 1/7/2025. Đơn vị bị chia thì số liệu không cộng vào xã, phường mới.',
      en: 'A commune or district before 1 July 2025. Of one that was divided, nothing is added to the communes of today.',
    },
    type: 'Place',
  },
  {
    id: 'agreement',
    term: { vi: 'thỏa thuận, mục đích', en: 'agreement, purpose' },
    meaning: {
      vi: 'Tổ chức chia sẻ gì, với ai, để làm gì. Ai hỏi thì phải nói mục đích.',
      en: 'What an organisation shares, with whom and for what. Whoever asks says for what.',
    },
  },
  {
    id: 'signature',
    term: { vi: 'chữ ký số, mã kiểm tra', en: 'signature, digest' },
    meaning: {
      vi: 'Cho biết tệp do ai ký và chưa bị sửa; trang của bản công bố kiểm tra trong trình duyệt.',
      en: 'They tell who signed a file, and that nobody changed it; the publication’s page checks them in the browser.',
    },
  },
  {
    id: 'demonstration',
    term: { vi: 'dữ liệu minh họa', en: 'demonstration data' },
    meaning: {
      vi: 'Số liệu được tạo ra để thử; không trích dẫn.',
      en: 'Made up for trying out; not to be quoted.',
    },
  },
];
