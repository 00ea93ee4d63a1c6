import {
  type Finding,
  type OrganisationAgreements,
  personalHeader,
  personsFields,
  type SubgraphSchema,
} from '@hub/protocol';
import { Kind, type TypeNode } from 'graphql';

/** Data that no field of the graph may have: a citizen's number, a name or a birthday. */
const refused = { CITIZEN_NUMBER: 'a citizen’s number', NAME: 'a person’s name', BIRTH: 'a day of birth' } as const;

/** The types whose values can be such data. */
const texts = new Set(['String', 'ID', 'Int', 'Day', 'Date']);

/** Finds fields whose names suggest identifying data, and that no agreement lists under `persons`. */
export function personalFields(
  organisation: string,
  schema: SubgraphSchema,
  agreements: readonly OrganisationAgreements[],
  today: string,
): Finding[] {
  const own = agreements.find((one) => one.organisation === organisation);
  const excepted = personsFields(own?.agreements ?? [], today);
  return [...schema.types.values()].flatMap(({ name, fields }) =>
    fields.flatMap((field): Finding[] => {
      const kind = personalHeader(field.name.value);
      const coordinate = `${name}.${field.name.value}`;
      if (field.kind !== Kind.FIELD_DEFINITION || kind === undefined || !(kind in refused)) return [];
      if (!texts.has(nameOf(field.type)) || excepted.has(coordinate)) return [];
      const what = refused[kind as keyof typeof refused];
      const { line, column } = field.loc?.startToken ?? {};
      const message = `${coordinate} is called as ${what} is: leave it out, give it the name of what it is, or name it in an agreement (persons) with its legal basis.`;
      return [{ code: 'PERSONAL_FIELD', severity: 'ERROR', message, coordinate, line, column }];
    }),
  );
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
