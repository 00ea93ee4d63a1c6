import { type Endpoints, MailPost } from '@hub/kit';
import { lookWhileListening } from '@hub/runtime';
import { EndingMail } from './ending-mail.js';
import { MailBook, serverMail } from './mail-book.js';
import { MailSender } from './mail-sender.js';

/** How long to wait between two looks, in milliseconds. */
const lookEveryMs = 5000;

const hourMs = 3_600_000;

/** How long to wait at most before ended alerts are forgotten, in milliseconds. */
const forgetEveryMs = 60_000;

/** Tells people of events by mail while the server listens, where the operator names a mail server. */
export function followMail({ server, em, config, now, services }: Endpoints): void {
  const { mail, eventsEveryMs: everyMs = lookEveryMs } = config;
  const post = mail && new MailPost(mail);
  const book = services.open(serverMail, () => new MailBook(em, now, post));
  // Addresses are forgotten in time, also where no mail is sent any more.
  lookWhileListening(server, {
    everyMs: Math.min(everyMs * 12, forgetEveryMs),
    look: () => book.forgetEnded(),
    fault: 'cannot forget alerts that have ended',
  });
  if (!post) return;
  const sender = new MailSender({ em, now, log: server.log, post });
  lookWhileListening(server, {
    everyMs,
    look: (signal) => sender.look(() => signal.aborted),
    fault: 'cannot look whom to tell by mail',
  });
  const { registry } = config;
  if (registry) {
    const endings = new EndingMail({ em, now, log: server.log, post, registry, operator: mail.operator });
    lookWhileListening(server, {
      everyMs: config.eventsEveryMs ?? hourMs,
      look: (signal) => endings.look(() => signal.aborted),
      fault: 'cannot tell by mail what ends',
    });
  }
  server.addHook('preClose', () => post.close());
}
