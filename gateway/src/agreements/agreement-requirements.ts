import { type Agreement, type Agreements, movement, type OwnedFields, sharedFields } from '@hub/schema';
import type { AgreementRequirement, Requirement } from '../authorization/requirement.js';
import type { Requirements } from '../authorization/requirements.js';

/**
 * Requirements that demand, besides, that some agreement of its organisation shares each field with whoever asks. What
 * is an organisation's whose agreements cannot be used is shown to nobody. While it is not known what reaches single
 * communes, no agreement of the whole province's granularity opens anything.
 */
export function withAgreements(
  requirements: Requirements,
  { organisations, communeLevel }: Agreements,
  owned: OwnedFields,
): Requirements {
  const anywhere = new Map<string, readonly Requirement[]>();
  const atCommunes = new Map<string, readonly Requirement[]>();
  for (const [organisation, own] of owned) {
    const agreements = organisations.find((one) => one.organisation === organisation)?.agreements;
    if (!agreements) {
      const nothing = [unusable(organisation, organisation)];
      for (const field of own) anywhere.set(field, nothing);
      continue;
    }
    const sharing = agreements.map((agreement) => ({ agreement, fields: new Set(sharedFields(agreement, own)) }));
    for (const field of own) {
      const all = sharing.filter(({ fields }) => fields.has(field)).map(({ agreement }) => agreement);
      const fine = all.filter(({ granularity }) => granularity === 'commune');
      if (!communeLevel) {
        const demands = demandsOf(organisation, fine, all);
        anywhere.set(
          field,
          fine.length < all.length ? demands.map((one) => ({ ...one, unusable: movement.code })) : demands,
        );
        continue;
      }
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
function demandsOf(
  organisation: string,
  some: readonly Agreement[],
  all: readonly Agreement[],
): AgreementRequirement[] {
  const of = { organisation, agreement: (some[0] ?? all[0])?.id };
  const purposes = new Set(some.flatMap((one) => one.purposes));
  const named: AgreementRequirement = { kind: 'purposes', anyOf: [...purposes].map((purpose) => [purpose]), ...of };
  const anyOf = some.map(({ id }) => [agreementKey(organisation, id)]);
  const held: AgreementRequirement = { kind: 'agreements', anyOf, ...of };
  return purposes.has('any') || purposes.size === 0 ? [held] : [named, held];
}

/** What nobody meets, since the agreements of `whose` cannot be used now. */
function unusable(organisation: string, whose: string): AgreementRequirement {
  return { kind: 'agreements', anyOf: [], organisation, agreement: undefined, unusable: whose };
}

/** An agreement among those of all organisations: none can take away another's id. */
export function agreementKey(organisation: string, id: string): string {
  return `${organisation}/${id}`;
}
