import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A message that came to a receiver of a test. */
export interface Received {
  readonly path: string;
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, any>>;
  };
}

/** An app's server to which webhooks are sent. */
export class WebhookReceiver {
  /** Every received webhook, with any answer, in order. */
  readonly came: Received[] = [];
  /** What it took, in order. */
  readonly taken: Received[] = [];
  /** How it answers; it takes everything by default. */
  answer: (received: Received, response: ServerResponse) => void = take;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<WebhookReceiver> {
    const server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        const received = { path, id: String(headers['webhook-id']), headers, text, body: JSON.parse(text) as never };
        receiver.came.push(received);
        response.once('finish', () => {
          if (response.statusCode < 300) receiver.taken.push(received);
        });
        receiver.answer(received, response);
      });
    });
    const receiver = new WebhookReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Takes a message. */
export function take(_received: Received, response: ServerResponse): void {
  response.writeHead(204).end();
}

/** Whether a message is signed with a secret, now. */
export function isSignedWith(secret: string, { headers, text }: Received): boolean {
  try {
    new Webhook(secret).verify(text, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
