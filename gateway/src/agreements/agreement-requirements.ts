import {
  type Agreement,
  type Agreements,
  movement,
  type NamedPurpose,
  type OwnedFields,
  sharedFields,
} from '@hub/protocol';
import type { AgreementRequirement, Requirement } from '../authorization/requirement.js';
import type { SharedField } from '../request/rights.js';
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
  const finer = new Map<string, readonly Requirement[]>();
  const level = levelOf(communeLevel);
  for (const [organisation, own] of owned) {
    const agreements = organisations.find((one) => one.organisation === organisation)?.agreements;
    if (!agreements) {
      for (const field of own) anywhere.set(field, [unusable(organisation, { field, level })]);
      continue;
    }
    const sharing = agreements.map((agreement) => ({ agreement, fields: new Set(sharedFields(agreement, own)) }));
    for (const field of own) {
      const shared = { field, level };
      const all = sharing.filter(({ fields }) => fields.has(field)).map(({ agreement }) => agreement);
      const fine = all.filter(({ granularity }) => granularity === 'commune');
      if (!communeLevel) {
        const demanded = demandOf(shared, organisation, fine, all, purposes);
        anywhere.set(field, [fine.length < all.length ? { ...demanded, unusable: movement.code } : demanded]);
        continue;
      }
      anywhere.set(field, [demandOf(shared, organisation, all, all, purposes)]);
      if (fine.length < all.length) finer.set(field, [demandOf(shared, organisation, fine, all, purposes)]);
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
      ...(finer.get(`${type}.${field}`) ?? none),
    ],
    atFinerLevel: {
      isReachedBy: (type, field, given) =>
        reaching.has(`${type}.${field}`) || given.some((argument) => reaching.has(`${type}.${field}(${argument}:)`)),
      isType: (type) => reaching.has(type),
      demands: new Set([...finer.values()].flat()),
    },
  };
}

/**
 * What a field demands that some agreements share: that one of them holds.
 * @param all those that share it at whichever level.
 */
function demandOf(
  shared: SharedField,
  organisation: string,
  some: readonly Agreement[],
  all: readonly Agreement[],
  purposes: readonly NamedPurpose[],
): AgreementRequirement {
  return {
    kind: 'agreements',
    shared,
    anyOf: some.map((one) => [grantOf(organisation, one)]),
    organisation,
    opening: some,
    coarser: all.filter((one) => !some.includes(one)),
    purposes,
  };
}

/** What nobody meets, since the agreements of an organisation cannot be used now. */
function unusable(organisation: string, shared: SharedField): AgreementRequirement {
  return {
    ...{ kind: 'agreements', shared, anyOf: [], organisation },
    ...{ opening: [], coarser: [], purposes: [], unusable: organisation },
  };
}

/** What reaches single communes, as a text that is the same for the same. */
export function levelOf(communeLevel: readonly string[] | undefined): string {
  return JSON.stringify(communeLevel?.toSorted() ?? null);
}

/** What must be held of an agreement, as it says now: one of single communes that is so no more opens nothing. */
function grantOf(organisation: string, { id, granularity }: Agreement): string {
  const key = agreementKey(organisation, id);
  return granularity === 'commune' ? atCommunes(key) : key;
}

/** An agreement, held at the level of single communes. */
export function atCommunes(key: string): string {
  return `${key} at communes`;
}

/** An agreement among those of all organisations: none can take away another's id. */
export function agreementKey(organisation: string, id: string): string {
  return `${organisation}/${id}`;
}
