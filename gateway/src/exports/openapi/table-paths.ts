import { getNamedType, getNullableType, isEnumType, isListType, isNonNullType } from 'graphql';
import type {
  DescribedAnswer,
  DescribedParameter,
  DescribedEndpoint,
  JsonSchema,
} from '../../http/described-endpoint.js';
import { ifNoneMatch } from '../../http/described-endpoint.js';
import { languages } from '../table/mapping.js';
import { writers } from '../make-file.js';
import type { Parameter, Table } from '../table/table.js';

/** The address of one table in one format, as an operation of OpenAPI. */
export interface TablePath {
  readonly path: string;
  readonly described: DescribedEndpoint;
}

/**
 * The addresses of tables: one for each format, with the parameters of the table's document.
 * @param answers the answers of a file's address, except the file.
 */
export function tablePaths(tables: Iterable<Table>, answers: DescribedEndpoint['answers']): TablePath[] {
  return [...tables]
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((table) => [
      ...table.formats.map((format) => pathOf(table, format, writers[format].type, { type: 'string' }, answers)),
      pathOf(table, 'json', 'application/json', { type: 'object' }, answers),
    ]);
}

function pathOf(
  table: Table,
  extension: string,
  type: string,
  schema: JsonSchema,
  answers: DescribedEndpoint['answers'],
): TablePath {
  const { title, description } = table.mapping;
  const about = extension === 'json' ? ': the notes of the file' : '';
  const given: DescribedAnswer = {
    description: `The table for the caller${about}.`,
    content: { [mediaType(type)]: { schema } },
  };
  return {
    path: `/export/${table.name}.${extension}`,
    described: {
      summary: `${title.en} (${title.vi})${about}`,
      description: `${description.en}\n\n${description.vi}`,
      tag: 'figures',
      takesToken: true,
      parameters: [...parametersOf(table), ...common(table), ifNoneMatch],
      answers: { ...answers, 200: given },
    },
  };
}

/** The type without its parameters: OpenAPI matches by the type. */
function mediaType(type: string): string {
  return type.split(';')[0] ?? type;
}

function parametersOf({ parameters, mapping }: Table): DescribedParameter[] {
  return [...parameters.values()].map((one) => {
    const said = mapping.parameters[one.name];
    const standard = said?.default;
    const isOfList = isListType(getNullableType(one.type));
    return {
      name: one.name,
      in: 'query',
      description: [said?.title.en, said?.title.vi && `(${said.title.vi})`].filter(Boolean).join(' ') || one.name,
      required: (one.type === undefined || isNonNullType(one.type)) && standard === undefined,
      schema: isOfList
        ? { type: 'array', items: schemaOf(one) }
        : { ...schemaOf(one), ...(standard !== undefined && { default: standard }) },
      ...(isOfList && { style: 'form' as const, explode: false }),
    };
  });
}

function schemaOf({ type, choices }: Parameter): JsonSchema {
  const named = type && getNamedType(type);
  const values = choices ?? (isEnumType(named) ? named.getValues().map(({ name }) => name) : undefined);
  if (values) return { type: 'string', enum: values };
  return { type: { Int: 'integer', Boolean: 'boolean' }[named?.name ?? ''] ?? 'string' };
}

/** Parameters of every table. */
function common({ mapping: { columns } }: Table): DescribedParameter[] {
  return [
    {
      ...{ name: 'lang', in: 'query', description: 'The language of titles and names.' },
      schema: { type: 'string', enum: languages, default: 'vi' },
    },
    {
      ...{ name: 'columns', in: 'query', description: 'The columns, in their order; all unless told.' },
      schema: { type: 'array', items: { type: 'string', enum: columns.map(({ key }) => key) } },
      ...{ style: 'form', explode: false },
    },
    {
      ...{ name: 'header', in: 'query', description: 'Whether headers are titles, or keys for programs.' },
      schema: { type: 'string', enum: ['titles', 'keys'], default: 'titles' },
    },
    {
      ...{ name: 'purpose', in: 'query', description: 'The purpose of the request, if no header names it.' },
      schema: { type: 'string' },
    },
  ];
}
