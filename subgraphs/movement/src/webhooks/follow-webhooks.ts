import type { Endpoints } from '@hub/kit';
import { AddressList } from '@hub/runtime';
import { passed } from '../passed.js';
import { serverWebhooks, WebhookBook } from './webhook-book.js';
import { WebhookSender } from './webhook-sender.js';

/** How long to wait between two looks, in milliseconds. */
const lookEveryMs = 1000;

/** Tells webhooks of events while the server listens. */
export function followWebhooks({ server, em, config, now, services }: Endpoints): void {
  const { webhookNetworks: networks = [], eventsEveryMs: everyMs = lookEveryMs } = config;
  const allowed = networks.length > 0 ? new AddressList(networks) : undefined;
  services.open(serverWebhooks, () => new WebhookBook(em, now, allowed));
  const sender = new WebhookSender({ em, now, log: server.log, allowed });
  const stop = new AbortController();
  const isOver = () => stop.signal.aborted;
  const follow = async () => {
    for (;;) {
      await passed(everyMs, stop.signal);
      if (isOver()) break;
      try {
        await sender.look();
      } catch (error) {
        if (!isOver()) server.log.warn({ err: error }, 'cannot look which webhooks to tell; trying again');
      }
    }
    await sender.stop();
  };
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = follow();
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
  });
}
