import type { MailPost, SubgraphContext } from '@hub/kit';
import { type DueEnding, endingsPath, noticeOf, readEndings, sayEnding } from '@hub/protocol';
import { askRegistry, type RegistryEndpoint } from '../registry/ask-registry.js';

/** The means to send notices. */
export interface EndingMailOptions {
  readonly em: SubgraphContext['em'];
  readonly now: SubgraphContext['now'];
  readonly log: SubgraphContext['log'];
  readonly post: MailPost;
  readonly registry: RegistryEndpoint;
  /** The operator's address, for ends that have no other contact. */
  readonly operator: string | undefined;
}

/** For how many minutes a notice is one server's, which sends it. */
const claimMinutes = 5;

/** For how many days it is kept that a notice was sent. */
const keptDays = 400;

/** Sends mails about things that end: to the contact's address, to the owner's, where the owner has an alert by mail, or to the operator's. */
export class EndingMail {
  constructor(private readonly options: EndingMailOptions) {}

  /** Sends the notices that are due, each once. */
  async look(isOver: () => boolean): Promise<void> {
    const { em, now, registry } = this.options;
    await em
      .fork()
      .execute(`delete from ending_notice where ends_at < ?::timestamptz - make_interval(days => ?)`, [
        now(),
        keptDays,
      ]);
    for (const one of readEndings(JSON.parse(await askRegistry(registry, endingsPath)))) {
      if (isOver()) return;
      const address = await this.#addressOf(one);
      if (address !== undefined && (await this.#claim(one))) await this.#send(one, address);
    }
  }

  async #addressOf({ contact, owner }: DueEnding): Promise<string | undefined> {
    const [address] = /[^\s<>(),;:]+@[A-Za-z\d][A-Za-z\d.-]*\.[A-Za-z]{2,}/.exec(contact ?? '') ?? [];
    if (address !== undefined) return address;
    if (owner === null) return this.options.operator;
    const [row]: { address: string }[] = await this.options.em
      .fork()
      .execute(`select address from mail_alert where owner = ? and state = 'ACTIVE' order by created_at limit 1`, [
        owner,
      ]);
    return row?.address;
  }

  /** @returns whether this server is the one that sends it. */
  async #claim(one: DueEnding): Promise<boolean> {
    const claimed = await this.options.em.fork().execute<object[]>(
      `insert into ending_notice (kind, name, ends_at, notice, claimed_at) values (?, ?, ?, ?, clock_timestamp())
       on conflict (kind, name, ends_at, notice) do update set claimed_at = excluded.claimed_at
         where ending_notice.sent_at is null
           and ending_notice.claimed_at < clock_timestamp() - make_interval(mins => ?)
       returning kind`,
      [...keyOf(one), claimMinutes],
    );
    return claimed.length > 0;
  }

  async #send(one: DueEnding, address: string): Promise<void> {
    const { em, post, log, now } = this.options;
    const { kind, name, endsAt, daysLeft } = one;
    const english = sayEnding(one);
    const vietnamese =
      daysLeft < 0 ? `Đã hết hạn: ${name} (${endsAt}).` : `Sắp hết hạn trong ${daysLeft} ngày: ${name} (${endsAt}).`;
    const id = keyOf(one)
      .join('.')
      .replaceAll(/[^\w.-]+/g, '-');
    const fault = await post.send(address, { subject: vietnamese, text: `${vietnamese}\n\n${english}\n` }, id);
    if (fault === undefined)
      await em
        .fork()
        .execute(`update ending_notice set sent_at = ? where (kind, name, ends_at, notice) = (?, ?, ?, ?)`, [
          ...[now(), ...keyOf(one)],
        ]);
    else log.warn({ kind, name, fault }, 'a mail about what ends was not taken; trying again');
  }
}

const keyOf = (one: DueEnding) => [one.kind, one.name, one.endsAt, noticeOf(one)] as const;
