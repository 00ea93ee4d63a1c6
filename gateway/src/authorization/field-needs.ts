import type { Agreement } from '@hub/protocol';
import { type GraphQLField, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { AgreementRequirement, Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** One thing that a caller needs to see a field, as the type `FieldNeed` of the gateway's own schema. */
export interface FieldNeed {
  readonly kind: 'TOKEN' | 'SCOPE' | 'POLICY' | 'NOBODY' | 'AGREEMENT' | 'NO_AGREEMENT' | 'UNUSABLE_AGREEMENTS';
  /** Whether only figures of single communes need it. */
  readonly ofCommunes: boolean;
  /** Scopes or policies: one complete inner list is enough. */
  readonly anyOf?: readonly (readonly string[])[];
  /** Agreements: one is enough. */
  readonly agreements?: readonly NeededAgreement[];
  /** The organisation with missing or unusable agreements. */
  readonly organisation?: string;
}

/** An agreement that opens a field; `purposes` is null if it allows any purpose. */
export interface NeededAgreement {
  readonly id: string;
  readonly purposes: readonly string[] | null;
}

/** The needs of one field, as the type `FieldNeeds` of the gateway's own schema. */
export interface FieldNeeds {
  readonly type: string;
  readonly field: string;
  readonly needs: readonly FieldNeed[];
}

/** A field with requirements. */
export interface NeedyField extends FieldNeeds {
  readonly definition: GraphQLField<unknown, unknown>;
}

/**
 * The fields of a schema with requirements, by type and name.
 * @param schema the schema that callers see.
 */
export function needyFields(schema: GraphQLSchema, requirements: Requirements): readonly NeedyField[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()).map((definition) => ({ type: type.name, definition })))
    .map(({ type, definition }) => ({
      type,
      field: definition.name,
      needs: needsOf(requirements, type, definition.name),
      definition,
    }))
    .filter(({ needs }) => needs.length > 0);
}

/** The needs of a field: first the schema's requirements, then agreements. */
export function needsOf(requirements: Requirements, type: string, field: string): readonly FieldNeed[] {
  const { ofType, ofField, returned, atFinerLevel } = requirements;
  const returns = returned(type, field);
  const own = ofField(type, field);
  const all = [...new Set([...ofType(type), ...own, ...(returns === undefined ? [] : ofType(returns))])];
  return [
    ...all.flatMap((one) => ('organisation' in one ? [] : [rightOf(one)])),
    ...own.flatMap((one) => {
      if (!('organisation' in one) || isMetByAll(one)) return [];
      return [{ ...agreementOf(one), ofCommunes: atFinerLevel?.demands.has(one) ?? false }];
    }),
  ];
}

function rightOf(requirement: Exclude<Requirement, AgreementRequirement>): FieldNeed {
  if (requirement.kind === 'authenticated') return { kind: 'TOKEN', ofCommunes: false };
  const { anyOf } = requirement;
  if (anyOf.length === 0) return { kind: 'NOBODY', ofCommunes: false };
  return { kind: requirement.kind === 'scopes' ? 'SCOPE' : 'POLICY', ofCommunes: false, anyOf };
}

function isMetByAll({ opening, unusable }: AgreementRequirement): boolean {
  return unusable === undefined && opening.some((one) => one.with === 'anyone' && one.purposes === 'any');
}

function agreementOf({ opening, organisation, unusable }: AgreementRequirement): Omit<FieldNeed, 'ofCommunes'> {
  if (unusable !== undefined) return { kind: 'UNUSABLE_AGREEMENTS', organisation: unusable };
  if (opening.length === 0) return { kind: 'NO_AGREEMENT', organisation };
  return { kind: 'AGREEMENT', agreements: opening.map(neededOf) };
}

function neededOf({ id, purposes }: Agreement): NeededAgreement {
  return { id, purposes: purposes === 'any' ? null : purposes };
}
