import type { Endpoints } from '@hub/kit';
import { AddressList, lookWhileListening } from '@hub/runtime';
import { serverFigures } from '../agreements/combined-figures.js';
import { followAccess } from '../registry/follow-access.js';
import { serverWebhooks, WebhookBook } from './webhook-book.js';
import { WebhookRights } from './webhook-rights.js';
import { WebhookSender } from './webhook-sender.js';

/** How long to wait between two looks, in milliseconds. */
const lookEveryMs = 1000;

/** Tells webhooks of events while the server listens. */
export function followWebhooks({ server, em, config, now, services }: Endpoints): void {
  const { webhookNetworks: networks = [], eventsEveryMs: everyMs = lookEveryMs } = config;
  const allowed = networks.length > 0 ? new AddressList(networks) : undefined;
  services.open(serverWebhooks, () => new WebhookBook(em, now, allowed));
  const rights = new WebhookRights(config.registry !== undefined, now, () => services.find(serverFigures));
  followAccess({ server, config }, (feed) => {
    rights.said(feed);
  });
  const sender = new WebhookSender({ em, now, log: server.log, allowed, rights });
  lookWhileListening(server, { everyMs, look: () => sender.look(), fault: 'cannot look which webhooks to tell' });
  server.addHook('preClose', () => sender.stop());
}
