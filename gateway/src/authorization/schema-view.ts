import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import { isSharedWith } from '@hub/protocol';
import { type GraphQLInterfaceType, GraphQLObjectType, type GraphQLSchema, printSchema } from 'graphql';
import type { Caller } from '../request/caller.js';
import { mayName } from './outside-agreement.js';
import { type AgreementRequirement, isMet, type Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** The role (or `anonymous`) and the organisation to show the schema for. */
export interface SchemaView {
  readonly role: string;
  readonly organisation?: string | undefined;
}

/**
 * Prints a schema: complete, or without the fields that a role can never see. `anonymous` sees no field that needs a
 * token. Fields that need scopes stay for other roles, because the issuer decides their scopes.
 * @param schema the schema that callers see.
 */
export function schemaText(schema: GraphQLSchema, requirements: Requirements, view?: SchemaView): string {
  if (!view) return `${printSchema(schema)}\n`;
  const { role, organisation } = view;
  const caller = { roles: role === 'anonymous' ? [] : [role], organisation };
  const isOpen = ({ opening, unusable }: AgreementRequirement) =>
    unusable === undefined && opening.some((agreement) => isSharedWith(agreement, caller));
  const seen = seenSchema(schema, requirements, (one) => ('organisation' in one ? isOpen(one) : role !== 'anonymous'));
  return `${printSchema(seen)}\n`;
}

/**
 * Removes the fields that a caller can never see with its token, under any purpose that it may name. An agreement
 * counts even if it is not in force today.
 */
export function schemaOfCaller(schema: GraphQLSchema, requirements: Requirements, caller: Caller): GraphQLSchema {
  const isOpen = ({ opening, unusable, purposes }: AgreementRequirement) => {
    const nameable = purposes.filter((purpose) => mayName(purpose, caller)).map(({ code }) => code);
    return (
      unusable === undefined &&
      opening.some(
        (agreement) =>
          isSharedWith(agreement, caller) &&
          (agreement.purposes === 'any' || agreement.purposes.some((code) => nameable.includes(code))),
      )
    );
  };
  return seenSchema(schema, requirements, (one) => ('organisation' in one ? isOpen(one) : isMet(one, caller.rights)));
}

/**
 * Removes the fields with a requirement that can never be met. Requirements for single communes do not remove a field.
 */
function seenSchema(
  schema: GraphQLSchema,
  requirements: Requirements,
  canBeMet: (requirement: Requirement) => boolean,
): GraphQLSchema {
  const { ofType, ofField, returned, possibleTypes, atFinerLevel } = requirements;
  const hiddenOf = (type: string, field: string): boolean => {
    const returns = returned(type, field);
    const demanded = [...ofType(type), ...ofField(type, field), ...(returns === undefined ? [] : ofType(returns))];
    return demanded.some((one) => !atFinerLevel?.demands.has(one) && !canBeMet(one));
  };
  const isHidden = (type: string, field: string): boolean => {
    const objects = possibleTypes(type);
    return objects.length > 0 && objects.every((object) => hiddenOf(object, field));
  };
  /** Whether a type still has all visible fields of an interface. */
  const isWhole = (type: string, general: GraphQLInterfaceType): boolean =>
    Object.keys(general.getFields()).every((field) => !isHidden(type, field) || isHidden(general.name, field));
  const seen = mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) => {
      const all = type.getInterfaces();
      const kept = all.filter((general) => isWhole(type.name, general));
      return kept.length === all.length ? undefined : new GraphQLObjectType({ ...type.toConfig(), interfaces: kept });
    },
    [MapperKind.COMPOSITE_FIELD]: (_config, field, type) => (isHidden(type, field) ? null : undefined),
  });
  return pruneSchema(seen);
}
