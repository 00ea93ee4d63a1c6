import type { Transporter } from 'nodemailer';
import type { MailSettings } from '../settings/config.js';

/** A mail without its sender and receiver. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  /** The address for unsubscribing, for mail programs with a button for it; undefined for a single mail. */
  readonly endUrl?: string;
}

/** Why a mail was not accepted: `REFUSED` for a permanent fault of the address. */
export type MailFault = 'REFUSED' | 'FAILED';

/** How long each step of sending may take, in milliseconds. */
const patienceMs = 15_000;

/** Sends mails through the operator's mail server. */
export class MailPost {
  #transport: Promise<Transporter> | undefined;

  constructor(private readonly settings: MailSettings) {}

  /** The package is loaded for the first mail, because most servers send none. */
  async #open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    const { protocol, hostname, port, username } = new URL(this.settings.url);
    const secure = protocol === 'smtps:';
    return createTransport({
      ...{ host: hostname, secure, pool: true, maxConnections: 2, maxMessages: 100 },
      ...(port !== '' && { port: Number(port) }),
      // TLS protects the mail on the network; a connection within this machine needs none.
      requireTLS: !secure && !isLoopback(hostname),
      ...(username !== '' && {
        auth: { user: decodeURIComponent(username), pass: this.settings.password ?? '' },
      }),
      ...{ connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs },
      // The mail is the hub's own text, so the library must not load files or addresses for it.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
  }

  /** The hub's address, for links. */
  get hub(): string {
    return this.settings.hub;
  }

  /** @returns why it was not accepted; undefined where it was. */
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
