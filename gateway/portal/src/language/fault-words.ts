/** Error messages of the portal, in both languages. */
export const faultWords = {
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
  issuerAway: {
    vi: 'Hệ thống đăng nhập không trả lời. Hãy thử lại sau.',
    en: 'The sign-in service does not answer. Try again later.',
  },
  broken: { vi: 'Trang này gặp lỗi.', en: 'This page has failed.' },
  brokenHint: {
    vi: 'Không hiển thị được trang. Hãy tải lại; nếu vẫn lỗi, hãy báo cho người vận hành hệ thống.',
    en: 'The page could not be shown. Load it again; if it fails again, tell those who operate the hub.',
  },
  toOverview: { vi: 'Về trang tổng quan', en: 'To the overview' },
} as const;
