import type { Words } from '../language/words.js';

/** Texts of the explanation of a figure; `{…}` are filled in. */
export const explainedWords = {
  explained: { vi: 'Giải thích bằng ba câu', en: 'Explained in three sentences' },
  copyExplained: { vi: 'Chép ba câu này', en: 'Copy these three sentences' },
  printExplained: { vi: 'In phần giải thích này', en: 'Print this explanation' },
  reportsThrough: { vi: 'Theo báo cáo đủ đến hết ngày {day}, ', en: 'By reports that are complete through {day}, ' },
  reportsSoFar: {
    vi: 'Theo các báo cáo đã có đến {period} (đủ đến hết ngày {day}), ',
    en: 'By the reports up to {period} (complete through {day}), ',
  },
  reportsOfNoDay: { vi: 'Theo các báo cáo đã có đến {period}, ', en: 'By the reports up to {period}, ' },
  likely: { vi: 'nhiều khả năng (xác suất 95 %) ', en: 'likely (95 % probability) ' },
  between: {
    vi: 'có ít nhất {lower}, nhiều nhất {upper} người đạt.',
    en: 'at least {lower} and at most {upper} people reached it.',
  },
  betweenOf: {
    vi: 'có ít nhất {lower}, nhiều nhất {upper} người đạt trong số {all} người.',
    en: 'at least {lower} and at most {upper} of {all} people reached it.',
  },
  noUpper: {
    vi: 'có ít nhất {lower} người đạt; chưa biết nhiều nhất là bao nhiêu.',
    en: 'at least {lower} people reached it; how many at most is not known.',
  },
  because: { vi: 'Chưa có con số chính xác vì {reasons}.', en: 'It is no exact number because {reasons}.' },
  whyNotYet: { vi: '{names} chưa báo cáo hết {period}', en: '{names} did not report all of {period}' },
  notDueYet: { vi: '{name} (chưa đến hạn)', en: '{name} (not due yet)' },
  whyWithheld: {
    vi: 'ở đây không được gộp số liệu của {names}',
    en: 'the figures of {names} may not be combined here',
  },
  whyNotLinked: { vi: 'hệ thống chưa kết nối với {names}', en: 'the hub is not linked with {names}' },
  whySeveral: { vi: 'một người có thể có ở nhiều tổ chức', en: 'one person may be with several organisations' },
  whyNoise: {
    vi: 'ước lượng có thêm nhiễu để không lộ từng người',
    en: 'noise in the estimate hides single people',
  },
  whyRounded: {
    vi: 'số người được làm tròn xuống để không lộ từng người',
    en: 'numbers are rounded down, which hides single people',
  },
  exactReports: {
    vi: 'Muốn chính xác hơn, cần báo cáo của {names} đến hết ngày {day}.',
    en: 'It becomes more exact with the reports of {names} through {day}.',
  },
  exactShared: {
    vi: 'Muốn chính xác hơn, cần được phép gộp số liệu của {names}.',
    en: 'It becomes more exact once the hub may combine the figures of {names}.',
  },
  exactLinked: {
    vi: 'Muốn chính xác hơn, cần kết nối hệ thống với {names}.',
    en: 'It becomes more exact once the hub is linked with {names}.',
  },
  exactEXACT: {
    vi: 'Muốn có con số chính xác, phải hỏi tổ chức đã đếm.',
    en: 'Only the organisation that counted has the exact number.',
  },
  exactESTIMATE: {
    vi: 'Muốn có con số chính xác, phải đối chiếu từng người giữa các tổ chức, và hệ thống không làm việc đó.',
    en: 'Only matching each person between the organisations would make it exact, and the hub does not do that.',
  },
  exactBOUNDS: {
    vi: 'Muốn chính xác hơn, mọi tổ chức cần gửi dữ liệu cùng một kỳ để mỗi người chỉ được đếm một lần.',
    en: 'It becomes more exact once all organisations release data of one period that counts each person once.',
  },
  exactOTHER_ORGANISATIONS: {
    vi: 'Muốn chính xác hơn, cần ước lượng riêng cho các tổ chức được tính ở đây.',
    en: 'It becomes more exact with an estimate of exactly the organisations that count here.',
  },
  exactNOT_YET: {
    vi: 'Muốn chính xác hơn, cần ước lượng của hệ thống; nơi có quá ít người thì không ước lượng, để không lộ từng người.',
    en: 'It becomes more exact with the hub’s estimate; a place with too few people has none, which hides single people.',
  },
  exactTOO_FEW: {
    vi: 'Con số chính xác hơn không được nêu, vì ở đây có quá ít người và dễ lộ từng người.',
    en: 'A more exact number is not given, since it would tell of single people.',
  },
} as const satisfies Words;
