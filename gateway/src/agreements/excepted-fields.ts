import { type Agreements, dayInProvince, personsFields } from '@hub/protocol';

/**
 * Makes a function that returns the names of an organisation's fields that may identify persons today (`persons`).
 * @param agreements the agreements in force; without them, no field is excepted.
 */
export function exceptedFields(agreements: Agreements | undefined): (organisation: string) => ReadonlySet<string> {
  return (organisation) => {
    const own = agreements?.organisations.find((one) => one.organisation === organisation)?.agreements ?? [];
    const fields = personsFields(own, dayInProvince(new Date())).keys();
    return new Set([...fields].map((field) => field.slice(field.indexOf('.') + 1)));
  };
}
