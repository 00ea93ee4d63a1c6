import {
  type Agreement,
  type Agreements,
  movement,
  type NamedPurpose,
  type OwnedFields,
  sharedFields,
} from '@hub/schema';
import type { AgreementRequirement, Requirement } from '../authorization/requirement.js';
import type { Requirements } from '../authorization/requirements.js';

/**
 * Requirements that demand, besides, that some agreement of its organisation shares each field with whoever asks. What
 * is an organisation's whose agreements cannot be used is shown to nobody. While it is not known what reaches single
 * communes, no agreement of the whole province's granularity opens anything.
 */
export function withAgreements(
  requirements: Requirements,
  { organisations, communeLevel, purposes }: Agreements,
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
        const demanded = demandOf(organisation, fine, all, purposes);
        anywhere.set(field, [fine.length < all.length ? { ...demanded, unusable: movement.code } : demanded]);
        continue;
      }
      anywhere.set(field, [demandOf(organisation, all, all, purposes)]);
      if (fine.length < all.length) atCommunes.set(field, [demandOf(organisation, fine, all, purposes)]);
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
 * What a field demands that some agreements share: that one of them holds.
 * @param all those that share it at whichever level.
 */
function demandOf(
  organisation: string,
  some: readonly Agreement[],
  all: readonly Agreement[],
  purposes: readonly NamedPurpose[],
): AgreementRequirement {
  return {
    kind: 'agreements',
    anyOf: some.map(({ id }) => [agreementKey(organisation, id)]),
    organisation,
    opening: some,
    coarser: all.filter((one) => !some.includes(one)),
    purposes,
  };
}

/** What nobody meets, since the agreements of `whose` cannot be used now. */
function unusable(organisation: string, whose: string): AgreementRequirement {
  return { kind: 'agreements', anyOf: [], organisation, opening: [], coarser: [], purposes: [], unusable: whose };
}

/** An agreement among those of all organisations: none can take away another's id. */
export function agreementKey(organisation: string, id: string): string {
  return `${organisation}/${id}`;
}
