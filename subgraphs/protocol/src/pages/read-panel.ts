import {
  getNamedType,
  getNullableType,
  type GraphQLSchema,
  isEnumType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  separateOperations,
  validate,
} from 'graphql';
import { type Bilingual, calledBy } from './described.js';
import { rootShape, type Shape, shapeAt } from './shape.js';
import { type Layout, type LayoutColumn, readLayout } from './layout.js';
import type { AddedColumn, Panel, PanelColumn, PanelFact, PanelList, Template, PanelFormat } from './panel.js';
import { readTemplate, valuesIn } from './template.js';

/** The files of an organisation's panel in a page. */
export interface PanelSource {
  readonly organisation: string;
  /** The page: `commune`, `indicator`. */
  readonly page: string;
  readonly document: string;
  readonly layout: string;
}

/** The contents of the files. */
export interface ReadPanel {
  readonly panel: Panel;
  readonly columns: readonly AddedColumn[];
}

/** The variables of each page, and those for more of a list. */
const given: Readonly<Record<string, readonly string[]>> = {
  commune: ['commune', 'language', 'thisYear', 'lastYear', 'after'],
  indicator: ['code', 'language', 'after'],
};

/** How many tokens a document may have. */
const maxTokens = 8000;

const numbers: ReadonlySet<PanelFormat> = new Set([
  ...(['people', 'households', 'occurrences', 'records', 'number', 'decimal'] as const),
]);

/**
 * Reads a panel.
 * @param schema the schema that callers see.
 * @throws Error with the fault of the files, by themselves or against the schema.
 */
export function readPanel(
  { organisation, page, document: text, layout: yaml }: PanelSource,
  schema: GraphQLSchema,
): ReadPanel {
  const layout = readLayout(yaml);
  const document = parse(text, { maxTokens });
  const errors = validate(schema, document);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [first] = operations;
  if (!first || operations.some(({ operation }) => operation !== OperationTypeNode.QUERY)) {
    throw new Error('expected queries alone: the panel’s own first, and those for more of its lists');
  }
  const texts = separateOperations(document);
  const textOf = (name: string) => {
    const found = Object.hasOwn(texts, name) ? texts[name] : undefined;
    if (!found) throw new Error(`more: expected a query ${name} in the document`);
    return print(found);
  };
  const variables = variablesOf(first);
  const strange = operations.flatMap(variablesOf).filter((name) => !given[page]?.includes(name));
  if (strange.length > 0)
    throw new Error(`expected the variables ${given[page]?.join(', ') ?? ''}, got ${strange.join(', ')}`);
  const root = rootShape(first, document, schema);
  const reader = new LayoutReader(root, schema);
  const lists = layout.lists.map((list) => reader.list(list, textOf));
  return {
    panel: {
      ...{ organisation, title: layout.title, query: textOf(first.name?.value ?? ''), variables },
      facts: layout.facts.map((fact) => reader.fact(fact)),
      lists,
      words: { ...wordsOf(reader.enums, schema), ...layout.words },
    },
    columns: layout.adds.map((one) => reader.added(one, organisation)),
  };
}

function variablesOf({ variableDefinitions = [] }: OperationDefinitionNode): string[] {
  return variableDefinitions.map(({ variable }) => variable.name.value);
}

/** The titles of enum values, from their descriptions. */
function wordsOf(enums: ReadonlySet<string>, schema: GraphQLSchema): Record<string, Bilingual> {
  const types = [...enums].map((name) => schema.getType(name)).filter((type) => isEnumType(type));
  return Object.fromEntries(
    types.flatMap((type) => type.getValues().map((one) => [one.name, calledBy(one.name, one.description)])),
  );
}

const formatsOf: Readonly<Record<string, PanelFormat>> = {
  ...{ PeopleCount: 'people', Date: 'date', Period: 'period', DateTime: 'time', DateTimeISO: 'time' },
  ...{ Int: 'number', Float: 'decimal', Boolean: 'yesNo' },
};

/** Reads a layout's parts, and checks them against its query. */
class LayoutReader {
  /** The enums in the texts. */
  readonly enums = new Set<string>();

  constructor(
    private readonly root: Shape,
    private readonly schema: GraphQLSchema,
  ) {}

  fact({ of, by, title, cell }: Layout['facts'][number]): PanelFact {
    const place = of === undefined ? this.root : this.#at(this.root, of);
    if (by !== undefined && by !== '*') this.#at(place, by);
    return { of, by, title: this.#template(title, place), cell: this.#template(cell, place) };
  }

  list(list: Layout['lists'][number], textOf: (operation: string) => string): PanelList {
    const { caption, more, last, reversed, table } = list;
    const rows = typeof list.rows === 'string' ? [list.rows] : list.rows;
    const places = rows.map((path) => this.#at(this.root, path));
    const [place] = places;
    const isPaged = place?.below.has('pageInfo') === true && place.below.has('totalCount');
    const row = isPaged ? place.below.get('nodes') : place;
    if (!row || (isPaged && rows.length > 1))
      throw new Error(`rows: expected lists, or one connection, got ${rows.join(', ')}`);
    if (isPaged !== (more !== undefined)) {
      throw new Error(
        `more: expected a query for more of ${rows.join(', ')} where that is a connection, and there alone`,
      );
    }
    if (!isPaged) {
      const notList = places.findIndex(({ type }) => !type || !isListType(getNullableType(type)));
      if (notList >= 0) throw new Error(`rows: expected a list, got ${rows[notList] ?? ''}`);
    }
    return {
      ...{ caption, rows, isPaged, last, isReversed: reversed, table },
      more: more === undefined ? undefined : textOf(more),
      columns: list.columns.map((column) => this.#column(column, row)),
    };
  }

  added({ type: name, field, ...column }: Layout['adds'][number], organisation: string): AddedColumn {
    const type = this.schema.getType(name);
    const found = isObjectType(type) ? type.getFields()[field] : undefined;
    if (!found || !isLeafType(getNamedType(found.type))) {
      throw new Error(`adds: expected a field without fields of a type, got ${name}.${field}`);
    }
    const row: Shape = { type: undefined, below: new Map([[field, { type: found.type, below: new Map() }]]) };
    return { ...this.#column({ ...column, head: false }, row), organisation, type: name, field };
  }

  #column({ title, cell, each, head, class: own, when }: LayoutColumn, row: Shape): PanelColumn {
    const written = this.#template(cell, each === undefined ? row : this.#at(row, each));
    if (when) this.#at(this.root, when.value);
    const [value] = valuesIn(written);
    return {
      ...{ title, cell: written, each, isHead: head, class: own, when },
      isNumber: each === undefined && value !== undefined && numbers.has(value.as),
    };
  }

  #template(text: string | Bilingual, place: Shape): Template {
    const typeAt = (path: string) => {
      const from = path.startsWith('/') ? this.#at(this.root, path.slice(1)) : this.#at(place, path);
      return from.type && getNamedType(from.type);
    };
    const template = readTemplate(text, (path) => {
      const type = typeAt(path);
      if (isEnumType(type)) return 'word';
      return formatsOf[type?.name ?? ''] ?? 'text';
    });
    for (const { paths, as } of [...valuesIn(template), ...valuesIn({ ...template, vi: template.en })]) {
      for (const path of paths) {
        const type = typeAt(path);
        if (as === 'word' && isEnumType(type)) this.enums.add(type.name);
        const isWhole = as === 'people' || as === 'households';
        if (!type || isLeafType(type) === isWhole) throw new Error(`expected a value to write as ${as}, got ${path}`);
      }
    }
    return template;
  }

  #at(from: Shape, path: string): Shape {
    const found = shapeAt(from, path.split('.'));
    if (!found) throw new Error(`expected a field that the query selects, got ${path}`);
    return found;
  }
}
