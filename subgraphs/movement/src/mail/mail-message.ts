import type { MailText } from '@hub/kit';
import { pageOfEvent } from '@hub/protocol';
import type { StoredEvent } from '../events/event-log.js';

/** Inputs of a mail. */
export interface MailFor {
  readonly language: 'VI' | 'EN';
  /** The hub's address, for links. */
  readonly hub: string;
  readonly endToken: string;
}

const words = {
  VI: {
    confirm: 'Xác nhận nhận tin qua thư',
    asked:
      'Có người đã đăng ký nhận tin của Bình dân học vụ số đến địa chỉ này. Nếu đúng là anh, chị, xin mở liên kết sau trong vòng một ngày và bấm xác nhận:',
    otherwise: 'Nếu không phải, xin bỏ qua thư này: sẽ không có thư nào nữa.',
    news: (count: number) => `${String(count)} tin mới của Bình dân học vụ số`,
    more: 'Còn tin khác: xem trên trang.',
    end: 'Không muốn nhận tin nữa:',
  },
  EN: {
    confirm: 'Confirm that you want news by mail',
    asked:
      'Somebody asked to have news of Digital Education for All sent to this address. If it was you, open this link within a day and confirm:',
    otherwise: 'If it was not you, do nothing: no further mail comes.',
    news: (count: number) =>
      count === 1 ? 'News of Digital Education for All' : `${String(count)} news of Digital Education for All`,
    more: 'There are more: see the page.',
    end: 'To have no more of these mails:',
  },
} as const;

/** The mail that asks a reader to confirm the address. */
export function confirmationMail(to: MailFor, confirmToken: string): MailText {
  const { confirm, asked, otherwise } = words[to.language];
  const url = `${to.hub}/mail/confirm?token=${confirmToken}`;
  return { subject: confirm, text: `${asked}\n\n${url}\n\n${otherwise}\n`, endUrl: endUrlOf(to) };
}

/** The mail about events, each in a line with the link to its page. Events have no figures, so mails have none. */
export function newsMail(to: MailFor, events: readonly StoredEvent[], hasMore: boolean): MailText {
  const { news, more, end } = words[to.language];
  const lines = events.map((event) => {
    const title = to.language === 'VI' ? event.titleVi : event.titleEn;
    return `- ${title}\n  ${to.hub}${pageOfEvent(event)}`;
  });
  const [first] = events;
  const subject =
    events.length === 1 && first && !hasMore
      ? to.language === 'VI'
        ? first.titleVi
        : first.titleEn
      : news(events.length);
  const text = [...lines, ...(hasMore ? [more] : []), `${end}\n${endUrlOf(to)}`].join('\n\n');
  return { subject: subject.slice(0, 200), text: `${text}\n`, endUrl: endUrlOf(to) };
}

function endUrlOf({ hub, endToken }: MailFor): string {
  return `${hub}/mail/end?token=${endToken}`;
}
