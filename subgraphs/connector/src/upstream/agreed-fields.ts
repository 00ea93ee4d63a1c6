import type { Caller } from '@hub/kit';
import { type Agreement, dayInProvince, holds, type OrganisationAgreements, shares } from '@hub/protocol';

/**
 * Checks an organisation's agreements about single fields against each caller, a second time after the gateway. Only
 * the gateway can check agreements limited to the whole province, because it sees the whole operation.
 */
export class AgreedFields {
  readonly #sharing = new Map<string, readonly Agreement[]>();

  constructor(private readonly agreements: OrganisationAgreements) {}

  /**
   * The first of some fields, as `Type.field`, that no agreement shares with a caller; undefined where all are shared.
   */
  refused(fields: readonly string[], caller: Caller, now: Date): string | undefined {
    const day = dayInProvince(now);
    // Most fields of an operation are in the same agreements: each agreement is checked once.
    const held = new Map<Agreement, boolean>();
    const isHeld = (agreement: Agreement) => {
      let known = held.get(agreement);
      if (known === undefined) held.set(agreement, (known = holds(agreement, caller, day)));
      return known;
    };
    return fields.find((field) => !this.#of(field).some(isHeld));
  }

  #of(field: string): readonly Agreement[] {
    let sharing = this.#sharing.get(field);
    if (!sharing) {
      sharing = this.agreements.agreements.filter((agreement) => shares(agreement, field));
      this.#sharing.set(field, sharing);
    }
    return sharing;
  }
}
