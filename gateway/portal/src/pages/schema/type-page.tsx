import { useEffect } from 'preact/hooks';
import { useAddress } from '../../frame/address.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import type { Field, HubSchema, Part, SchemaType, TypeUse } from './hub-schema.js';
import { Needs } from './needed.js';
import { Prose } from './text.js';
import { words } from './words.js';

/** A type with its fields and values. */
export function TypePage({ of, schema }: { of: SchemaType; schema: HubSchema }) {
  const { say } = useWords(words);
  const { field = '' } = useAddress().state;
  useEffect(() => {
    const found = document.getElementById(`field-${field}`);
    found?.scrollIntoView({ block: 'center' });
    found?.focus({ preventScroll: true });
  }, [of, field]);
  const parts = of.kind === 'ENUM' ? of.values : of.inputFields;
  return (
    <article class="type">
      <Prose text={of.text} />
      <Uses head="implements" of={of.interfaces} />
      <Uses head="possible" of={of.possible} />
      {of.fields.length > 0 && <h2>{say('fields')}</h2>}
      {of.fields.map((one) => (
        <FieldShown key={one.name} of={one} isSought={one.name === field} />
      ))}
      {parts.length > 0 && <h2>{say(of.kind === 'ENUM' ? 'values' : 'inputs')}</h2>}
      {parts.map((one) => (
        <section key={one.name} id={`field-${one.name}`} tabIndex={-1} class={classOf(one.name === field)}>
          <h3>
            <Signature of={one} />
          </h3>
          <SourcedNumber of={one} />
        </section>
      ))}
      <UsedBy of={of} schema={schema} />
    </article>
  );
}

function classOf(isSought: boolean): string {
  return isSought ? 'field sought' : 'field';
}

function FieldShown({ of, isSought }: { of: Field; isSought: boolean }) {
  const { say } = useWords(words);
  return (
    <section id={`field-${of.name}`} tabIndex={-1} class={classOf(isSought)}>
      <h3>
        <Signature of={of} />
      </h3>
      <SourcedNumber of={of} />
      <Needs of={of.needs} />
      {of.args.length > 0 && (
        <>
          <h4>{say('arguments')}</h4>
          <dl class="arguments">
            {of.args.map((one) => (
              <div key={one.name}>
                <dt>
                  <Signature of={one} />
                </dt>
                <dd>
                  <SourcedNumber of={one} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

/** A name with a link to its type. */
function Signature({ of }: { of: Part }) {
  const { say } = useWords(words);
  return (
    <code>
      {of.name}
      {of.type && ': '}
      {of.type && <TypeLink of={of.type} />}
      {typeof of.defaultValue === 'string' && ` = ${of.defaultValue}`}
      {typeof of.defaultValue === 'string' && <small> ({say('byDefault')})</small>}
    </code>
  );
}

function SourcedNumber({ of }: { of: Part }) {
  const { say } = useWords(words);
  return (
    <>
      <Prose text={of.text} />
      {of.deprecated !== null && (
        <p class="deprecated">
          <strong>{say('deprecated')}</strong> <span lang="en">{of.deprecated}</span>
        </p>
      )}
    </>
  );
}

/** A type reference in SDL notation, as a link to the type's page. */
export function TypeLink({ of }: { of: TypeUse }) {
  const [before = '', after = ''] = of.text.split(of.name);
  return (
    <>
      {before}
      <Link to={`/schema/${of.name}`}>{of.name}</Link>
      {after}
    </>
  );
}

function Uses({ head, of }: { head: 'implements' | 'possible'; of: readonly TypeUse[] }) {
  const { say } = useWords(words);
  if (of.length === 0) return null;
  return (
    <p>
      {say(head)}:{' '}
      {of.map((one) => (
        <span key={one.name} class="use">
          <TypeLink of={one} />
        </span>
      ))}
    </p>
  );
}

const none: readonly Part[] = [];

/** The fields and arguments that use a type. */
function UsedBy({ of, schema }: { of: SchemaType; schema: HubSchema }) {
  const { say } = useWords(words);
  const uses = [...schema.types.values()].flatMap((type) =>
    [...type.fields, ...type.inputFields.map((one) => ({ ...one, args: none }))]
      .filter(({ type: own, args }) => own?.name === of.name || args.some((arg) => arg.type?.name === of.name))
      .map((one) => ({ type: type.name, field: one.name })),
  );
  if (uses.length === 0) return null;
  return (
    <details open={uses.length <= 20}>
      <summary>
        {say('usedBy')} ({uses.length})
      </summary>
      <ul class="names">
        {uses.map(({ type, field }) => (
          <li key={`${type}.${field}`}>
            <Link to={`/schema/${type}`} state={{ field }}>
              {type}.{field}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
