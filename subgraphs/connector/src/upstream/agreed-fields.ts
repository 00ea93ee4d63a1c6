import type { Caller } from '@hub/kit';
import { type Agreement, dayInProvince, holds, type OrganisationAgreements, shares } from '@hub/protocol';

/**
 * What an organisation's own agreements say of single fields, held against each caller once more behind the gateway. Which
 * agreements are of the whole province alone the gateway holds: it alone sees the whole operation.
 */
export class AgreedFields {
  readonly #sharing = new Map<string, readonly Agreement[]>();

  constructor(private readonly agreements: OrganisationAgreements) {}

  /** The first of some fields, as `Type.field`, that no agreement shares with a caller; undefined where there is none. */
  refused(fields: readonly string[], caller: Caller, now: Date): string | undefined {
    const day = dayInProvince(now);
    // Most fields of an operation are of the same agreements: each is looked at once.
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
