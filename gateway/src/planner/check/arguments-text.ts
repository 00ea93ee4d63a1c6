import { type ArgumentNode, Kind, type ValueNode } from 'graphql';

/**
 * The arguments of a field as text, the same for what a planner may write in another way: arguments and input fields in
 * another order, one value for a list of one, the enum values of a custom scalar as strings, and an ID as an integer.
 */
export function argumentsText(given: readonly ArgumentNode[] = []): string {
  if (given.length === 0) return '';
  return given
    .map(({ name, value }) => `${name.value}: ${valueText(value)}`)
    .sort()
    .join(', ');
}

const integer = /^(?:0|-?[1-9]\d{0,14})$/;

function valueText(value: ValueNode): string {
  switch (value.kind) {
    case Kind.VARIABLE:
      return `$${value.name.value}`;
    case Kind.NULL:
      return 'null';
    case Kind.INT:
    case Kind.FLOAT:
      return String(Number(value.value));
    case Kind.STRING:
    case Kind.ENUM:
      return integer.test(value.value) ? value.value : JSON.stringify(value.value);
    case Kind.BOOLEAN:
      return String(value.value);
    case Kind.LIST: {
      const [only, ...others] = value.values.map(valueText);
      return only !== undefined && others.length === 0 ? only : `[${[only, ...others].join(', ')}]`;
    }
    case Kind.OBJECT: {
      const fields = value.fields.map((field) => `${field.name.value}: ${valueText(field.value)}`);
      return `{${fields.sort().join(', ')}}`;
    }
  }
}
