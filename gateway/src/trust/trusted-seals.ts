import { EventSeals } from '@hub/protocol';

/** The seals of a subgraph's events; none is valid after the subgraph's key is no longer trusted. */
export class TrustedSeals extends EventSeals {
  /**
   * @param isTrusted called for each event.
   * @param args the arguments of `EventSeals`.
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
