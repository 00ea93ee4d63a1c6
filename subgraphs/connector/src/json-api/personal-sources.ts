import { dayInProvince, type OrganisationAgreements, personalHeader, personsFields } from '@hub/protocol';
import type { ApiDeclaration, ApiField } from './declaration.js';

const refused = { CITIZEN_NUMBER: 'a citizen’s number', NAME: 'a person’s name', BIRTH: 'a day of birth' } as const;

/**
 * Finds declared values whose place in the API is called like a citizen's number, a name or a day of birth, whatever
 * the field's own name, and that no agreement lists under `persons`.
 */
export function personalSources(
  declared: readonly ApiDeclaration[],
  agreements: OrganisationAgreements | undefined,
): string[] {
  const excepted = personsFields(agreements?.agreements ?? [], dayInProvince(new Date()));
  return declared.flatMap(({ name, fields }) =>
    valuesIn(name, fields).flatMap(({ coordinate, from }) => {
      const kind = personalHeader(from.split('.').at(-1) ?? '');
      if (kind === undefined || !(kind in refused) || excepted.has(coordinate)) return [];
      const what = refused[kind as keyof typeof refused];
      return [
        `${coordinate}: expected no value from ${from}, which is called like ${what}: leave it out, or name ${coordinate} in an agreement (persons) with its legal basis`,
      ];
    }),
  );
}

/** The values of a type and of the objects in it. */
function valuesIn(type: string, fields: Readonly<Record<string, ApiField>>): { coordinate: string; from: string }[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if ('object' in field) return valuesIn(field.object, field.fields);
    // A count of members is not a member.
    if (!('type' in field) || field.counts === 'people') return [];
    return [{ coordinate: `${type}.${name}`, from: field.from ?? name }];
  });
}
