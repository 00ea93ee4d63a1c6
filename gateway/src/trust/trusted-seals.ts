import { EventSeals } from '@hub/protocol';

/** The seals of a subgraph's events, none of which is right any more once the subgraph's key is not trusted. */
export class TrustedSeals extends EventSeals {
  /**
   * @param isTrusted asked at each event.
   * @param args what the seals are made with.
   */
  constructor(
    private readonly isTrusted: () => boolean,
    ...args: ConstructorParameters<typeof EventSeals>
  ) {
    super(...args);
  }

  override isNext(type: string, data: string, seal: string | undefined): boolean {
    return this.isTrusted() && super.isNext(type, data, seal);
  }
}
