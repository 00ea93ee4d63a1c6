/** How deep JSON may be that no schema describes: a scalar of any JSON, or an error's extensions. */
const maxLevels = 500;

/**
 * Whether a value of JSON is nested more deeply than anything that is meant. It could be read, since that needs no
 * stack, but not written again.
 */
export function isTooDeep(value: unknown, levels = maxLevels): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((below) => isTooDeep(below, levels - 1));
}
