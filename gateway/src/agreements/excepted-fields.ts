import { type Agreements, dayInProvince, personsFields } from '@hub/protocol';

/**
 * Tells the names of an organisation's fields that its agreements let say who somebody is (`persons`), today.
 * @param agreements those in force; without, no field is excepted.
 */
export function exceptedFields(agreements: Agreements | undefined): (organisation: string) => ReadonlySet<string> {
  return (organisation) => {
    const own = agreements?.organisations.find((one) => one.organisation === organisation)?.agreements ?? [];
    const fields = personsFields(own, dayInProvince(new Date())).keys();
    return new Set([...fields].map((field) => field.slice(field.indexOf('.') + 1)));
  };
}
