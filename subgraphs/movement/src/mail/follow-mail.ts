import type { Endpoints } from '@hub/kit';
import { passed } from '../passed.js';
import { MailBook, serverMail } from './mail-book.js';
import { MailPost } from './mail-post.js';
import { MailSender } from './mail-sender.js';

/** How long to wait between two looks, in milliseconds. */
const lookEveryMs = 5000;

/** Tells people of events by mail while the server listens, where the operator names a mail server. */
export function followMail({ server, em, config, now, services }: Endpoints): void {
  const { mail, eventsEveryMs: everyMs = lookEveryMs } = config;
  const post = mail && new MailPost(mail);
  services.open(serverMail, () => new MailBook(em, now, post));
  if (!post) return;
  const sender = new MailSender({ em, now, log: server.log, post });
  const stop = new AbortController();
  const isOver = () => stop.signal.aborted;
  const follow = async () => {
    for (;;) {
      await passed(everyMs, stop.signal);
      if (isOver()) return;
      try {
        await sender.look(isOver);
      } catch (error) {
        if (!isOver()) server.log.warn({ err: error }, 'cannot look whom to tell by mail; trying again');
      }
    }
  };
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = follow();
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
    post.close();
  });
}
