import { type Agreement, type Agreements, type OwnedFields, sharedFields } from '@hub/schema';
import type { Requirement } from '../authorization/requirement.js';
import type { Requirements } from '../authorization/requirements.js';

/**
 * Requirements that demand, besides, that some agreement of its organisation shares each field with whoever asks.
 */
export function withAgreements(
  requirements: Requirements,
  { organisations, communeLevel }: Agreements,
  owned: OwnedFields,
): Requirements {
  const anywhere = new Map<string, readonly Requirement[]>();
  const atCommunes = new Map<string, readonly Requirement[]>();
  for (const [organisation, own] of owned) {
    const agreements = organisations.find((one) => one.organisation === organisation)?.agreements ?? [];
    const sharing = agreements.map((agreement) => ({ agreement, fields: new Set(sharedFields(agreement, own)) }));
    for (const field of own) {
      const all = sharing.filter(({ fields }) => fields.has(field)).map(({ agreement }) => agreement);
      const fine = all.filter(({ granularity }) => granularity === 'commune');
      anywhere.set(field, demandsOf(organisation, all, all));
      if (fine.length < all.length) atCommunes.set(field, demandsOf(organisation, fine, all));
    }
  }
  const reaching = new Set(communeLevel);
  const none: readonly Requirement[] = [];
  return {
    ...requirements,
    isEmpty: requirements.isEmpty && anywhere.size === 0,
    ofField: (type, field) => [
      ...requirements.ofField(type, field),
      ...(anywhere.get(`${type}.${field}`) ?? none),
      ...(atCommunes.get(`${type}.${field}`) ?? none),
    ],
    atFinerLevel: {
      isReachedBy: (type, field, given) =>
        reaching.has(`${type}.${field}`) || given.some((argument) => reaching.has(`${type}.${field}(${argument}:)`)),
      isType: (type) => reaching.has(type),
      demands: new Set([...atCommunes.values()].flat()),
    },
  };
}

/**
 * What a field demands that some agreements share: a purpose for which one of them does, where none does for any, and
 * that one of them holds.
 * @param all those that share it at whichever level: one of these is named where none of `some` is there.
 */
function demandsOf(organisation: string, some: readonly Agreement[], all: readonly Agreement[]): Requirement[] {
  const of = { organisation, agreement: (some[0] ?? all[0])?.id };
  const purposes = new Set(some.flatMap((one) => one.purposes));
  const named: Requirement = { kind: 'purposes', anyOf: [...purposes].map((purpose) => [purpose]), ...of };
  const held: Requirement = { kind: 'agreements', anyOf: some.map(({ id }) => [id]), ...of };
  return purposes.has('any') || purposes.size === 0 ? [held] : [named, held];
}
