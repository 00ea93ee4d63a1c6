import type { JsonObject, PathKey } from '../../base/json.js';
import { quoted } from '../../base/name-in-code.js';
import type { RefusedField } from '../fetch/refused-field.js';

/** A value that violates the schema, or that the caller may not see. */
export interface Problem {
  readonly message: string;
  readonly path: PathKey[];
  /** The non-null field, as `Type.field`, that is null; undefined for other problems. */
  readonly nullField?: string;
  /** Why the caller may not see the value; the error depends on the caller. */
  readonly refusal?: RefusedField;
  /** In how many places of the response the same field is refused, the first at the path; 1 if absent. */
  readonly places?: number;
}

/**
 * Completes a value. Returns null for an absent value, and undefined after adding a problem. Each level adds its key to
 * the paths of the problems below, so a value without a problem needs no path.
 */
export type Complete = (value: unknown, problems: Problem[]) => unknown;

export type CompleteObject = (object: JsonObject, problems: Problem[]) => unknown;

/** A field of a completed object. */
export interface CompletedField {
  readonly key: string;
  /** The field's key in the data, if it differs. */
  readonly source?: string | undefined;
  readonly complete: Complete;
  readonly nonNull: boolean;
  /** A JavaScript type whose values need no completion. */
  readonly passes?: 'string' | 'boolean' | undefined;
  /** The field's value, if it is the same for every object. */
  readonly constant?: string | undefined;
}

/**
 * Compiles a function that completes objects with these fields, as a literal of their keys: faster than a loop that
 * adds them one by one. The generated code contains keys (each checked to be a name, and quoted) and numbers; all other
 * values are parameters.
 */
export function objectFunction(fields: readonly CompletedField[]): CompleteObject {
  const lines = fields.map(fieldCode);
  const literal = fields.map(({ key }, index) => `${propertyCode(key)}: v${index}`).join(', ');
  const code = `return function completeObject(object, problems) {
let before = problems.length;
${lines.join('\n')}
return { ${literal} };
};`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- see above
  return new Function('fields', 'addKey', 'hasOwn', `${functionsCode(fields)}${code}`)(
    fields,
    addKey,
    Object.hasOwn,
  ) as CompleteObject;
}

function functionsCode(fields: readonly CompletedField[]): string {
  return fields
    .map(
      (_, index) =>
        `const complete${index} = fields[${index}].complete, constant${index} = fields[${index}].constant;\n`,
    )
    .join('');
}

function fieldCode({ key, source = key, nonNull, passes, constant }: CompletedField, index: number): string {
  const [value, name, sourceName] = [`v${index}`, quoted(key), quoted(source)];
  if (constant !== undefined) return `const ${value} = constant${index};`;
  // For names that every object inherits, only own properties count.
  const own =
    source in Object.prototype
      ? `hasOwn(object, ${sourceName}) ? object[${sourceName}] : undefined`
      : `object[${sourceName}]`;
  const completion = `${value} = complete${index}(${value}, problems);
if (problems.length !== before) { addKey(problems, before, ${name}); before = problems.length; }
if (${value} === undefined) ${nonNull ? 'return undefined' : `${value} = null`};`;
  return `let ${value} = ${own};
${passes === undefined ? completion : `if (typeof ${value} !== '${passes}') {\n${completion}\n}`}`;
}

/** In a literal, only a computed `__proto__` is a key. */
function propertyCode(key: string): string {
  return key === '__proto__' ? `[${quoted(key)}]` : quoted(key);
}

/** Adds a key to the paths of the problems from an index on. */
export function addKey(problems: readonly Problem[], from: number, key: PathKey): void {
  for (let index = from; index < problems.length; index++) problems[index]?.path.push(key);
}
