/** The maximum depth of JSON without a schema: a JSON scalar, or an error's extensions. */
const maxLevels = 500;

/** Whether a JSON value is nested too deeply. Reading such a value needs no stack, but writing it does. */
export function isTooDeep(value: unknown, levels = maxLevels): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((below) => isTooDeep(below, levels - 1));
}
