import type { Agreement } from '@hub/protocol';
import { type GraphQLField, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { AgreementRequirement, Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** One thing that a caller needs to see a field, as the type `FieldNeed` of the gateway's own schema. */
export interface FieldNeed {
  readonly kind: 'TOKEN' | 'SCOPE' | 'POLICY' | 'NOBODY' | 'AGREEMENT' | 'NO_AGREEMENT' | 'UNUSABLE_AGREEMENTS';
  /** Whether it is needed for figures of single communes alone. */
  readonly ofCommunes: boolean;
  /** Of scopes and policies: all of any of these. */
  readonly anyOf?: readonly (readonly string[])[];
  /** Of agreements: any of these. */
  readonly agreements?: readonly NeededAgreement[];
  /** Whose agreements are missing or unusable. */
  readonly organisation?: string;
}

/** An agreement that opens a field; its purposes are null where it is for any. */
export interface NeededAgreement {
  readonly id: string;
  readonly purposes: readonly string[] | null;
}

/** What a caller needs to see a field, as the type `FieldNeeds` of the gateway's own schema. */
export interface FieldNeeds {
  readonly type: string;
  readonly field: string;
  readonly needs: readonly FieldNeed[];
}

/** A field that is not for everyone. */
export interface NeedyField extends FieldNeeds {
  readonly definition: GraphQLField<unknown, unknown>;
}

/**
 * The fields of a schema that are not for everyone, by type and name, with what each needs.
 * @param schema the one that callers see.
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

/** What a field needs: first what the schema demands, then what is agreed. */
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
