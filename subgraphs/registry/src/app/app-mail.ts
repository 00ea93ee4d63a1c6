import type { MailText } from '@hub/kit';

/** The link of a mail, and its app. */
export interface Confirmed {
  /** The hub's address, for links. */
  readonly hub: string;
  readonly token: string;
  /** The client id of the app. A mail repeats no text of the application. */
  readonly app: string;
}

const once = 'Nếu không phải, xin bỏ qua thư này.\nIf it was not you, do nothing.';

/** Asks the contact of an app to confirm its registration. */
export function applicationMail({ hub, token, app }: Confirmed): MailText {
  const text = [
    `Có người đã đăng ký một ứng dụng (${app}) với Bình dân học vụ số và ghi địa chỉ này là người chịu trách nhiệm. Nếu đúng là anh, chị, xin mở liên kết sau trong vòng một ngày và bấm xác nhận:`,
    `Somebody registered an app (${app}) with Digital Education for All, and named this address as the one that answers for it. If it was you, open this link within a day and confirm:`,
  ];
  return { subject: 'Xác nhận ứng dụng / Confirm your app', text: letter(text, hub, token) };
}

/** Asks the contact of an app to prolong its new secret. */
export function secretMail({ hub, token, app }: Confirmed): MailText {
  const text = [
    `Ứng dụng ${app} đã tạo một khóa bí mật mới. Khóa mới hết hạn cùng ngày với khóa cũ, trừ khi anh, chị mở liên kết sau trong vòng một ngày và bấm xác nhận:`,
    `The app ${app} made a new secret. It ends on the day of the former one, unless you open this link within a day and confirm:`,
  ];
  return { subject: 'Xác nhận khóa mới / Confirm a new secret', text: letter(text, hub, token) };
}

function letter(text: readonly string[], hub: string, token: string): string {
  return `${[...text, `${hub}/mail/app?token=${token}`, once].join('\n\n')}\n`;
}
