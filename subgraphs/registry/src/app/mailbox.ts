import { createHash } from 'node:crypto';

/** Whose mail at these hosts counts the same with dots and without. */
const withoutDots = ['gmail.com', 'googlemail.com'];

/** The mailbox that an address leads to: `A.n+x@Gmail.com` is `an@gmail.com`, and `an+x@a.example` is `an@a.example`. */
export function mailboxOf(address: string): string {
  const [local = '', host = ''] = address.trim().toLowerCase().split('@');
  const [name = ''] = local.split('+');
  return `${withoutDots.includes(host) ? name.replaceAll('.', '') : name}@${host}`;
}

/** SHA-256 over a text: by it a mailbox is counted, and a link in a mail known. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
