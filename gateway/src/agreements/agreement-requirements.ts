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
 * Adds agreement requirements: each field also needs an agreement of its organisation with the caller. If an
 * organisation's agreements cannot be used, its fields are hidden. If the paths to single communes are unknown, an
 * agreement for the whole province opens no field.
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
 * The requirement that one of the agreements that share a field is in force.
 * @param all the agreements that share the field at any level.
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

/** A requirement that no caller meets, because the organisation's agreements cannot be used now. */
function unusable(organisation: string, shared: SharedField): AgreementRequirement {
  return {
    ...{ kind: 'agreements', shared, anyOf: [], organisation },
    ...{ opening: [], coarser: [], purposes: [], unusable: organisation },
  };
}

/** The paths that reach single communes, as a comparable text. */
export function levelOf(communeLevel: readonly string[] | undefined): string {
  return JSON.stringify(communeLevel?.toSorted() ?? null);
}

/**
 * The key that a caller must hold for an agreement. It contains the present granularity: after an agreement stops
 * covering single communes, the old key opens nothing.
 */
function grantOf(organisation: string, { id, granularity }: Agreement): string {
  const key = agreementKey(organisation, id);
  return granularity === 'commune' ? atCommunes(key) : key;
}

/** The key of an agreement at the level of single communes. */
export function atCommunes(key: string): string {
  return `${key} at communes`;
}

/** A key that is unique among all organisations' agreements: no organisation can take another's id. */
export function agreementKey(organisation: string, id: string): string {
  return `${organisation}/${id}`;
}
