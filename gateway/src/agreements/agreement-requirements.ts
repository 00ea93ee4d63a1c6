import { type Agreements, type OwnedFields, sharedFields } from '@hub/schema';
import type { Requirement } from '../authorization/requirement.js';
import type { Requirements } from '../authorization/requirements.js';

/**
 * Requirements that demand, besides, that some agreement shares each field with whoever asks. The fields of an
 * organisation that has agreements are shared by these alone; those of one that has none are not looked at.
 */
export function withAgreements(
  requirements: Requirements,
  { organisations, communeLevel }: Agreements,
  owned: OwnedFields,
): Requirements {
  const anywhere = new Map<string, readonly Requirement[]>();
  const atCommunes = new Map<string, readonly Requirement[]>();
  for (const { organisation, agreements } of organisations) {
    const own = owned.get(organisation) ?? new Set<string>();
    const sharing = agreements.map((agreement) => ({ agreement, fields: new Set(sharedFields(agreement, own)) }));
    for (const field of own) {
      const all = sharing.filter(({ fields }) => fields.has(field)).map(({ agreement }) => agreement);
      const fine = all.filter(({ granularity }) => granularity === 'commune');
      const demand = (some: typeof all): Requirement => ({
        kind: 'agreements',
        anyOf: some.map(({ id }) => [id]),
        organisation,
        agreement: (some[0] ?? all[0])?.id,
      });
      anywhere.set(field, [demand(all)]);
      if (fine.length < all.length) atCommunes.set(field, [demand(fine)]);
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
