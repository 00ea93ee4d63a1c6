import type { Transporter } from 'nodemailer';
import type { MailSettings } from '../settings/config.js';

/** A mail without its sender and receiver. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  /** Where such mails are ended, for mail programs that show a button for it; undefined for a mail that comes once. */
  readonly endUrl?: string;
}

/** Why a mail was not taken: `REFUSED` where the address is the reason, and will be. */
export type MailFault = 'REFUSED' | 'FAILED';

/** How long each step of sending may take, in milliseconds. */
const patienceMs = 15_000;

/** Sends mails by the one server that the operator names. */
export class MailPost {
  #transport: Promise<Transporter> | undefined;

  constructor(private readonly settings: MailSettings) {}

  /** The package is loaded for the first mail: most servers send none. */
  async #open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    const { protocol, hostname, port, username } = new URL(this.settings.url);
    const secure = protocol === 'smtps:';
    return createTransport({
      ...{ host: hostname, secure, pool: true, maxConnections: 2, maxMessages: 100 },
      ...(port !== '' && { port: Number(port) }),
      // Nobody on the way reads along; on this machine nobody is on the way.
      requireTLS: !secure && !isLoopback(hostname),
      ...(username !== '' && {
        auth: { user: decodeURIComponent(username), pass: this.settings.password ?? '' },
      }),
      ...{ connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs },
      // A mail is text of ours: nothing is fetched or read for it.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
  }

  /** The hub's address, for links. */
  get hub(): string {
    return this.settings.hub;
  }

  /** @returns why it was not taken; undefined where it was. */
  async send(address: string, { subject, text, endUrl }: MailText, id: string): Promise<MailFault | undefined> {
    const transport = await (this.#transport ??= this.#open());
    try {
      await transport.sendMail({
        ...{ from: this.settings.from, to: { name: '', address }, subject, text },
        messageId: `<${id}@${new URL(this.settings.hub).hostname}>`,
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(endUrl !== undefined && {
            'List-Unsubscribe': `<${endUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
        },
      });
      return undefined;
    } catch (error) {
      const { code, responseCode = 0 } = error as { readonly code?: string; readonly responseCode?: number };
      return code === 'EENVELOPE' && responseCode >= 500 ? 'REFUSED' : 'FAILED';
    }
  }

  async close(): Promise<void> {
    (await this.#transport)?.close();
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
