import type { Language } from '../../../language/language.js';

/** A GraphQL type in introspection's form. */
export interface TypeRef {
  readonly kind: string;
  readonly name: string | null;
  readonly enumValues?: readonly { readonly name: string; readonly description: string | null }[] | null;
  readonly inputFields?: readonly InputField[] | null;
  readonly ofType?: TypeRef | null;
}

export interface InputField {
  readonly name: string;
  readonly description: string | null;
  readonly type: TypeRef;
}

/** The mutations that store typed-in records, from the hub's schema. */
export interface FormsAnswer {
  readonly __type: {
    readonly fields: readonly {
      readonly name: string;
      readonly description: string | null;
      readonly args: readonly InputField[];
    }[];
  } | null;
  readonly fieldNeeds:
    | readonly {
        readonly type: string;
        readonly field: string;
        readonly needs: readonly { readonly kind: string; readonly anyOf: readonly (readonly string[])[] | null }[];
      }[]
    | null;
}

const typeFields = 'kind name enumValues { name description }';
const valueType = `type { ${typeFields} ofType { ${typeFields} ofType { ${typeFields} ofType { ${typeFields} } } } }`;

export const formsQuery = `query Forms {
  fieldNeeds { type field needs { kind anyOf } }
  __type(name: "Mutation") { fields { name description args { name description
    type { kind name ofType { kind name inputFields { name description ${valueType} } } } } } }
}`;

/** A kind of record that can be typed in. */
export interface RecordForm {
  /** The mutation. */
  readonly mutation: string;
  readonly input: string;
  readonly description: string;
  readonly fields: readonly FormField[];
}

/** One field of a form. */
export interface FormField {
  readonly name: string;
  readonly description: string;
  readonly isNeeded: boolean;
  readonly holds: 'text' | 'number' | 'decimal' | 'day' | 'flag' | 'word' | 'words';
  readonly words: readonly { readonly name: string; readonly description: string | null }[];
}

/** The kinds of records that an organisation's people may type in. */
export function formsOf({ __type: mutations, fieldNeeds }: FormsAnswer, organisation: string): readonly RecordForm[] {
  const own = new Set(
    (fieldNeeds ?? []).flatMap(({ type, field, needs }) =>
      type === 'Mutation' &&
      needs.some(({ anyOf }) => anyOf?.some((all) => all.includes(`organisation:${organisation}`)))
        ? [field]
        : [],
    ),
  );
  return (mutations?.fields ?? []).flatMap(({ name, description, args }): RecordForm[] => {
    const input = args.find((one) => one.name === 'input')?.type.ofType;
    if (!own.has(name) || !name.startsWith('put') || !input?.inputFields) return [];
    const said = (description ?? '').replace(/^.*?\(nhập tay một bản ghi\)\. /, '').replace(/\n[^]*$/, '');
    return [{ mutation: name, input: input.name ?? '', description: said, fields: input.inputFields.map(fieldOf) }];
  });
}

function fieldOf({ name, description, type }: InputField): FormField {
  const isNeeded = type.kind === 'NON_NULL';
  const value = isNeeded ? (type.ofType ?? type) : type;
  const item = value.kind === 'LIST' ? without(value.ofType) : value;
  return {
    ...{ name, description: description ?? '', isNeeded },
    holds: value.kind === 'LIST' ? 'words' : item.kind === 'ENUM' ? 'word' : (scalars[item.name ?? ''] ?? 'text'),
    words: item.enumValues ?? [],
  };
}

const scalars: Readonly<Record<string, FormField['holds']>> = {
  Int: 'number',
  Float: 'decimal',
  Boolean: 'flag',
  Date: 'day',
};

function without(type: TypeRef | null | undefined): TypeRef {
  return (type?.kind === 'NON_NULL' ? type.ofType : type) ?? { kind: 'SCALAR', name: 'String' };
}

/** Name in a language from a text in English with its Vietnamese term in brackets. */
export function termIn(text: string, language: Language, otherwise: string): string {
  if (language === 'en') return text.split(/ \(|\. |\.$|;/)[0] || otherwise;
  const [, term] = /\(([^()]*[à-ỹđ][^()]*)\)/i.exec(text) ?? [];
  return term ?? otherwise;
}

/** Vietnamese names of common fields whose descriptions contain no term. */
const usual: Readonly<Record<string, string>> = {
  ...{ code: 'mã', commune: 'xã, phường', month: 'tháng', source: 'nguồn', level: 'cấp', method: 'hình thức' },
  ...{ heldOn: 'ngày tổ chức', attendances: 'số lượt tham dự', occurrences: 'số lượt' },
};

/** Label of a form field. */
export function labelIn({ name, description }: Pick<FormField, 'name' | 'description'>, language: Language): string {
  // A text in both languages is two fields.
  const [, stem, ending] = /^(.+)(Vi|En)$/.exec(name) ?? [];
  const term = termIn(description.replace(/As files have it[^]*/, ''), language, '');
  const called = term === '' ? ((language === 'vi' ? usual[name] : undefined) ?? stem ?? name) : term;
  if (ending === undefined) return called;
  const inWhich = { Vi: { vi: 'tiếng Việt', en: 'in Vietnamese' }, En: { vi: 'tiếng Anh', en: 'in English' } } as const;
  return `${called} (${inWhich[ending as 'Vi' | 'En'][language]})`;
}

/** The value of a form field for the mutation; null if it is empty. */
export function valueOf({ holds }: Pick<FormField, 'holds'>, given: string | readonly string[]): unknown {
  if (typeof given !== 'string') return given;
  const text = given.trim();
  if (text === '') return null;
  if (holds === 'number' || holds === 'decimal') return Number(text);
  return holds === 'flag' ? text === 'true' : text;
}
