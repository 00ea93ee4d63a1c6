import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as a server took it. */
export interface TakenMail {
  readonly to: string;
  readonly head: string;
  readonly text: string;
}

/** A mail server of a test: it keeps what is sent to anybody. */
export class MailServer {
  readonly taken: TakenMail[] = [];
  /** Addresses that it refuses for good. */
  readonly refused = new Set<string>();
  /** While it is away it takes nothing. */
  isAway = false;
  /** How long it takes to answer that it took a mail, in milliseconds. */
  holdMs = 0;

  readonly #server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
    onRcptTo: ({ address }, _session, done) => {
      const isRefused = this.refused.has(address);
      const fault = Object.assign(new Error('No such user'), { responseCode: isRefused ? 550 : 451 });
      done(isRefused || this.isAway ? fault : undefined);
    },
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        for (const { address } of envelope.rcptTo)
          this.taken.push({ to: address, ...decoded(Buffer.concat(chunks).toString('latin1')) });
        setTimeout(done, this.holdMs);
      });
    },
  });

  static async open(): Promise<MailServer> {
    const mail = new MailServer();
    mail.#server.listen(0, '127.0.0.1');
    await once(mail.#server.server, 'listening');
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** The mails to an address, in the order in which they came. */
  to(address: string): readonly TakenMail[] {
    return this.taken.filter((one) => one.to === address);
  }

  async stop(): Promise<void> {
    await new Promise<void>((closed) => {
      this.#server.close(closed);
    });
  }
}

/** The token of a mail's link that confirms an alert, or ends it; empty if the mail has no such link. */
export function tokenIn({ text }: TakenMail, what: 'confirm' | 'app' | 'end'): string {
  return new RegExp(`/mail/${what}\\?token=([\\w-]{40})`).exec(text)?.[1] ?? '';
}

/** The head and the text of a mail, with folded lines joined and the encoding removed. */
function decoded(raw: string): Pick<TakenMail, 'head' | 'text'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const bytes = /base64/i.test(head)
    ? Buffer.from(body, 'base64')
    : Buffer.from(
        body
          .replace(/=\r\n/g, '')
          .replace(/=([\dA-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      );
  const text = bytes.toString('utf8').replaceAll('\r\n', '\n');
  return { head: head.replace(/\r\n\s+/g, ' '), text };
}
