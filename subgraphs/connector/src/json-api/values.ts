import { UpstreamFault } from '../upstream/upstream-fault.js';

/** An object of the API. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** The value at a path of an object, such as `address.ward_code`; null where there is none. */
export function valueAt(object: unknown, path: string | undefined): unknown {
  if (path === undefined) return object;
  let value = object;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return value ?? null;
}

/** The objects at a path of an answer. @throws UpstreamFault where the answer has no list of objects there. */
export function objectsAt(answer: unknown, path: string | undefined): ApiObject[] {
  const list = valueAt(answer, path);
  const where = path === undefined ? 'a list of objects' : `a list of objects at ${path}`;
  if (!Array.isArray(list) || !list.every(isObject)) throw new UpstreamFault('UPSTREAM_INVALID', `expected ${where}`);
  return list;
}

export function isObject(value: unknown): value is ApiObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of the API in its type: a code may be a number; every other value must have the declared type. */
export function scalarOf(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  const isText = type === 'ID' || type === 'String';
  if (isText && (typeof value === 'string' || typeof value === 'number')) return String(value);
  if (type === 'Boolean' && typeof value === 'boolean') return value;
  if ((type === 'Int' || type === 'Float') && typeof value === 'number') return value;
  throw new UpstreamFault('UPSTREAM_INVALID', `expected a value of type ${type}, got one of type ${typeof value}`);
}

/** A path with values for its names. A missing value removes its parameter of the query. */
export function filledPath(path: string, values: Readonly<Record<string, unknown>>): string {
  const [address = '', query] = path.split('?');
  const text = (name: string) => values[name] ?? null;
  const fill = (part: string) =>
    part.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(asText(text(name))));
  const parameters = (query ?? '')
    .split('&')
    .filter((one) => one !== '' && [...one.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => text(name) !== null));
  const filled = fill(address);
  // A key of dots would change the path.
  if (/(^|\/)\.{1,2}(\/|$)/.test(filled)) throw new UpstreamFault('UPSTREAM_INVALID', 'expected a key that is no path');
  return parameters.length > 0 ? `${filled}?${parameters.map(fill).join('&')}` : filled;
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join(',');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
