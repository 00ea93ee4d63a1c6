import { type ComponentChildren, Fragment } from 'preact';
import { useWords } from '../../language/words.js';
import type { Need } from './hub-schema.js';
import { words } from './words.js';

/** Requirements of a field: each scope, policy and agreement as a labelled chip. */
export function Needs({ of }: { of: readonly Need[] }) {
  const { say } = useWords(words);
  if (of.length === 0) return null;
  return (
    <ul class="needs" aria-label={say('needs')}>
      {of.map((need, index) => (
        <li key={index}>
          <NeedShown need={need} />
        </li>
      ))}
    </ul>
  );
}

function NeedShown({ need: { kind, ofCommunes, anyOf, agreements, organisation } }: { need: Need }) {
  const { say, mean } = useWords(words);
  return (
    <>
      {ofCommunes && `${say('ofCommunes')}: `}
      {kind === 'TOKEN' || kind === 'NOBODY' ? <Chip kind="right">{say(kind)}</Chip> : say(kind)}{' '}
      {anyOf?.map((all, index) => (
        <Fragment key={index}>
          {index > 0 && ` ${say('or')} `}
          <Chip kind="right">{all.join(` ${say('both')} `)}</Chip>
        </Fragment>
      ))}
      {agreements?.map(({ id, purposes }, index) => (
        <Fragment key={id}>
          {index > 0 && ` ${say('or')} `}
          <Chip kind="shared">
            {id} <small>{purposes?.map(mean).join(' · ') ?? say('anyPurpose')}</small>
          </Chip>
        </Fragment>
      ))}
      {organisation !== null && <Chip kind="shared">{organisation}</Chip>}
    </>
  );
}

function Chip({ kind, children }: { kind: 'right' | 'shared'; children: ComponentChildren }) {
  return <span class={`chip ${kind}`}>{children}</span>;
}
