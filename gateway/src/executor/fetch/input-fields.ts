import type { Input, InputField } from '../../plan/plan.js';

/** Whether an object of a type is also one of another type. */
type Is = (type: string, condition: string) => boolean;

/** The fields in the representation of a type's objects, each once, by name. */
export function inputFieldsOf(
  inputs: readonly Input[],
  type: string,
  is: Is,
  fields = new Map<string, InputField>(),
): Map<string, InputField> {
  for (const input of inputs) {
    if ('on' in input) {
      if (is(type, input.on)) inputFieldsOf(input.inputs, type, is, fields);
    } else {
      const same = fields.get(input.name)?.inputs ?? [];
      fields.set(input.name, { ...input, inputs: [...same, ...input.inputs] });
    }
  }
  return fields;
}
