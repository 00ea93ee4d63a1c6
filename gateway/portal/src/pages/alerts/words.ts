import type { Words } from '../../language/words.js';
import { eventWords } from '../../parts/event-words.js';

/** Texts of the page of mail alerts. */
export const words = {
  ...eventWords,
  alerts: { vi: 'Nhận tin qua thư điện tử', en: 'Alerts by mail' },
  alertsIntro: {
    vi: 'Khi có công bố, đính chính, quá hạn hoặc số liệu cần xem lại, hệ thống gửi thư cho bạn, nhiều nhất mỗi giờ một thư. Trước hết, bạn xác nhận địa chỉ bằng liên kết trong thư đầu tiên; thư nào cũng có liên kết để dừng nhận tin. Phần mềm thì nhận tin qua webhook, ở trang',
    en: 'The hub writes to you when something is published, corrected, late or worth a look, at most one mail an hour. You confirm the address by a link in the first mail; each mail has a link that ends it. Programs use webhooks, on the page',
  },
  appsPage: { vi: 'Ứng dụng', en: 'Apps' },
  alertsSignIn: {
    vi: 'Hãy đăng nhập để đăng ký nhận tin, xem và xóa các đăng ký của bạn.',
    en: 'Sign in to make, list and delete your alerts.',
  },
  yours: { vi: 'Các đăng ký nhận tin của bạn', en: 'Your alerts' },
  listed: { vi: 'Số đăng ký', en: 'Alerts' },
  noAlerts: { vi: 'Bạn chưa đăng ký nhận tin.', en: 'You have no alerts yet.' },
  address: { vi: 'Địa chỉ thư điện tử', en: 'Mail address' },
  kinds: { vi: 'Loại tin', en: 'Kinds of news' },
  goalsOf: { vi: 'Mục tiêu', en: 'Goals' },
  allGoals: { vi: 'tất cả', en: 'all' },
  noCommunes: { vi: 'không', en: 'none' },
  languageOf: { vi: 'Ngôn ngữ', en: 'Language' },
  VI: { vi: 'tiếng Việt', en: 'Vietnamese' },
  EN: { vi: 'tiếng Anh', en: 'English' },
  PENDING: { vi: 'chờ xác nhận địa chỉ', en: 'to be confirmed' },
  FAILING: { vi: 'ba ngày không gửi được thư', en: 'no mail could be sent for three days' },
  REFUSED: { vi: 'máy chủ thư từ chối địa chỉ', en: 'the mail server refuses the address' },
  until: { vi: 'Đến hết ngày', en: 'Until' },
  remove: { vi: 'Xóa', en: 'Delete' },
  removeFor: { vi: 'Xóa hẳn đăng ký này?', en: 'Delete this alert for good?' },
  keep: { vi: 'Giữ lại', en: 'Keep it' },
  notRemoved: { vi: 'Chưa xóa được. Hãy thử lại.', en: 'It was not deleted. Please try again.' },
  make: { vi: 'Đăng ký nhận tin', en: 'Make an alert' },
  goalsChosen: { vi: 'Mục tiêu (không chọn là tất cả)', en: 'Goals (all, unless chosen)' },
  communesChosen: {
    vi: 'Tin riêng của xã, phường (không bắt buộc)',
    en: 'News of single communes, too (optional)',
  },
  findCommune: { vi: 'Thêm xã, phường', en: 'Add a commune' },
  makeButton: { vi: 'Đăng ký', en: 'Make the alert' },
  making: { vi: 'Đang gửi thư xác nhận…', en: 'Sending the mail that confirms it…' },
  sentTo: { vi: 'Đã gửi thư xác nhận đến', en: 'A mail was sent to' },
  openIt: {
    vi: 'Hãy mở liên kết trong thư trong vòng một ngày; quá một ngày thì phải đăng ký lại.',
    en: 'Open its link within a day; after that, make the alert again.',
  },
  noKind: { vi: 'Hãy chọn ít nhất một loại tin.', en: 'Choose at least one kind of news.' },
  MAIL_OFF: {
    vi: 'Hệ thống này chưa gửi thư. Bạn có thể nhận tin bằng trình đọc tin (Atom), ở cuối trang của mỗi mục tiêu.',
    en: 'This hub sends no mail. The page of each goal has feeds (Atom), at its end.',
  },
  MAIL_NOT_SENT: {
    vi: 'Không gửi được thư xác nhận. Hãy kiểm tra địa chỉ, hoặc thử lại sau.',
    en: 'The mail that confirms the address could not be sent. Check the address, or try again later.',
  },
  BAD_USER_INPUT: {
    vi: 'Địa chỉ thư điện tử chưa đúng. Hãy ghi một địa chỉ, ví dụ lan@example.vn.',
    en: 'The mail address is not right. Write one address, such as lan@example.vn.',
  },
  TOO_MANY_ALERTS: {
    vi: 'Bạn đã có năm đăng ký, hoặc hôm nay đã gửi quá nhiều thư xác nhận. Hãy xóa bớt một đăng ký, hoặc để đến ngày mai.',
    en: 'You have five alerts, or had too many mails to confirm sent today. Delete one, or try again tomorrow.',
  },
  notMade: { vi: 'Chưa đăng ký được. Hãy thử lại.', en: 'The alert was not made. Please try again.' },
} as const satisfies Words;
