import { useEffect, useState } from 'preact/hooks';
import { type Answer, ask, Unanswered } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';

/** One requirement of a field on its callers. */
export interface Need {
  readonly kind: 'TOKEN' | 'SCOPE' | 'POLICY' | 'NOBODY' | 'AGREEMENT' | 'NO_AGREEMENT' | 'UNUSABLE_AGREEMENTS';
  readonly ofCommunes: boolean;
  readonly anyOf: readonly (readonly string[])[] | null;
  readonly agreements: readonly { readonly id: string; readonly purposes: readonly string[] | null }[] | null;
  readonly organisation: string | null;
}

/** A type reference, such as `[Goal!]!`: its text, and the name of the type. */
export interface TypeUse {
  readonly text: string;
  readonly name: string;
}

/** An argument, an input field or an enum value. */
export interface Part {
  readonly name: string;
  readonly text: string;
  /** Its type; absent for an enum value. */
  readonly type?: TypeUse;
  readonly defaultValue?: string | null;
  /** Reason of the deprecation; null if it is not deprecated. */
  readonly deprecated: string | null;
}

/** A field of a type. */
export interface Field extends Part {
  readonly type: TypeUse;
  readonly needs: readonly Need[];
  readonly args: readonly Part[];
}

/** A type of the schema. */
export interface SchemaType {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
  readonly interfaces: readonly TypeUse[];
  readonly possible: readonly TypeUse[];
  readonly fields: readonly Field[];
  readonly inputFields: readonly Part[];
  readonly values: readonly Part[];
}

/** The hub's schema with the caller's rights. */
export interface HubSchema {
  /** Names of the operations' root types. */
  readonly roots: readonly string[];
  readonly types: ReadonlyMap<string, SchemaType>;
}

interface TypeRef {
  readonly kind: string;
  readonly name: string | null;
  readonly ofType?: TypeRef | null;
}

interface PartData {
  readonly name: string;
  readonly description: string | null;
  readonly type?: TypeRef;
  readonly defaultValue?: string | null;
  readonly isDeprecated: boolean;
  readonly deprecationReason: string | null;
}

interface TypeData {
  readonly kind: string;
  readonly name: string;
  readonly description: string | null;
  readonly fields: readonly (PartData & { readonly type: TypeRef; readonly args: readonly PartData[] })[] | null;
  readonly inputFields: readonly PartData[] | null;
  readonly enumValues: readonly PartData[] | null;
  readonly interfaces: readonly TypeRef[] | null;
  readonly possibleTypes: readonly TypeRef[] | null;
}

/** Introspection answer of the hub. */
export interface Introspected {
  readonly __schema: {
    readonly queryType: { readonly name: string };
    readonly mutationType: { readonly name: string } | null;
    readonly subscriptionType: { readonly name: string } | null;
    readonly types: readonly TypeData[];
  };
  readonly fieldNeeds?:
    readonly { readonly type: string; readonly field: string; readonly needs: readonly Need[] }[] | null;
}

/** Further fields for signed-in people. */
const needsQuery = 'fieldNeeds { type field needs { kind ofCommunes anyOf agreements { id purposes } organisation } }';

const query = (needs: string) => `query Schema {
  ${needs}
  __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    types {
      kind name description
      fields(includeDeprecated: true) {
        name description isDeprecated deprecationReason type { ...Use }
        args(includeDeprecated: true) { ...Input }
      }
      inputFields(includeDeprecated: true) { ...Input }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      interfaces { ...Use }
      possibleTypes { ...Use }
    }
  }
}
fragment Input on __InputValue { name description defaultValue isDeprecated deprecationReason type { ...Use } }
fragment Use on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`;

/** Converts the introspection answer. */
export function readSchema({ __schema: { types, ...roots }, fieldNeeds }: Introspected): HubSchema {
  const needs = new Map((fieldNeeds ?? []).map((one) => [`${one.type}.${one.field}`, one.needs]));
  const begun = [roots.queryType, roots.mutationType, roots.subscriptionType];
  const own = types
    .filter(({ name }) => !name.startsWith('__'))
    .map((one) => [one.name, readType(one, needs)] as const);
  return { roots: begun.flatMap((one) => one?.name ?? []), types: new Map(own) };
}

function readType(type: TypeData, needs: ReadonlyMap<string, readonly Need[]>): SchemaType {
  return {
    name: type.name,
    kind: type.kind,
    text: type.description ?? '',
    interfaces: (type.interfaces ?? []).map(useOf),
    possible: (type.possibleTypes ?? []).map(useOf),
    fields: (type.fields ?? []).map((field) => ({
      ...readPart(field),
      ...described(field.description ?? '', needs.get(`${type.name}.${field.name}`) ?? []),
      type: useOf(field.type),
      args: field.args.map(readPart),
    })),
    inputFields: (type.inputFields ?? []).map(readPart),
    values: (type.enumValues ?? []).map(readPart),
  };
}

/** A field's description without the paragraph about its requirements, which the hub appends. */
function described(description: string, needs: readonly Need[]): Pick<Field, 'text' | 'needs'> {
  return { text: needs.length > 0 ? description.split('\n\n').slice(0, -1).join('\n\n') : description, needs };
}

function readPart({ name, description, type, defaultValue, isDeprecated, deprecationReason }: PartData): Part {
  return {
    name,
    text: description ?? '',
    ...(type && { type: useOf(type) }),
    ...(defaultValue !== undefined && { defaultValue }),
    deprecated: isDeprecated ? (deprecationReason ?? '') : null,
  };
}

function useOf({ kind, name, ofType }: TypeRef): TypeUse {
  if (!ofType) return { text: name ?? '', name: name ?? '' };
  const inner = useOf(ofType);
  return { ...inner, text: kind === 'LIST' ? `[${inner.text}]` : `${inner.text}!` };
}

let kept: { readonly who: string; readonly asked: Promise<HubSchema>; schema?: HubSchema } | undefined;

/** Loads the schema once for each person and purpose; all types come with it. */
export function useSchema(): Answer<HubSchema> & { again: () => void } {
  const { person, purpose } = useSession();
  const [turn, setTurn] = useState(0);
  const [failed, setFailed] = useState<Unanswered>();
  const who = `${person?.id ?? ''} ${purpose}`;
  const known = kept?.who === who ? kept.schema : undefined;
  const [, drawAnew] = useState(known);
  useEffect(() => {
    let isLeft = false;
    if (kept?.who !== who)
      kept = { who, asked: ask<Introspected>(query(person ? needsQuery : ''), {}).then(readSchema) };
    const mine = kept;
    setFailed(undefined);
    mine.asked.then(
      (schema) => {
        mine.schema = schema;
        if (!isLeft) drawAnew(schema);
      },
      (error: unknown) => {
        if (kept === mine) kept = undefined;
        if (!isLeft) setFailed(error instanceof Unanswered ? error : new Unanswered('UNREACHABLE'));
      },
    );
    return () => {
      isLeft = true;
    };
  }, [who, turn]);
  const again = (): void => {
    setTurn(turn + 1);
  };
  if (known) return { is: 'answered', data: known, faults: [], again };
  return failed ? { is: 'failed', ...failed, again } : { is: 'asking', again };
}
