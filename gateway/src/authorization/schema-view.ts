import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import { isSharedWith } from '@hub/protocol';
import { type GraphQLSchema, printSchema } from 'graphql';
import type { AgreementRequirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** Whose view of a schema is meant: of a role, or of `anonymous`, and within an organisation where one is named. */
export interface SchemaView {
  readonly role: string;
  readonly organisation?: string | undefined;
}

/**
 * The text of a schema: whole, or without the fields that a role can never see. `anonymous` sees nothing that demands a
 * token; which scopes other roles have is the issuer's to say, so that theirs are left in.
 * @param schema the one that callers see.
 */
export function schemaText(schema: GraphQLSchema, requirements: Requirements, view?: SchemaView): string {
  if (!view) return `${printSchema(schema)}\n`;
  const { role, organisation } = view;
  const caller = { roles: role === 'anonymous' ? [] : [role], organisation };
  const { ofType, ofField, returned, possibleTypes, atFinerLevel } = requirements;
  const isOpen = ({ opening, unusable }: AgreementRequirement) =>
    unusable === undefined && opening.some((agreement) => isSharedWith(agreement, caller));
  const isHidden = (type: string, field: string): boolean => {
    const returns = returned(type, field);
    const demanded = [...ofType(type), ...ofField(type, field), ...(returns === undefined ? [] : ofType(returns))];
    return demanded.some((one) =>
      'organisation' in one ? !atFinerLevel?.demands.has(one) && !isOpen(one) : role === 'anonymous',
    );
  };
  const seen = mapSchema(schema, {
    [MapperKind.COMPOSITE_FIELD]: (_config, field, type) => {
      const objects = possibleTypes(type);
      const hidden = objects.length > 0 && objects.every((object) => isHidden(object, field));
      return hidden ? null : undefined;
    },
  });
  return `${printSchema(pruneSchema(seen))}\n`;
}
