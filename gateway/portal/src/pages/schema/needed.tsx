import type { ComponentChildren } from 'preact';
import { useWords } from '../../language/words.js';
import type { Need } from './needs.js';
import { words } from './words.js';

/** What a field needs: each scope, policy and agreement as a chip with its kind in words. */
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

function NeedShown({ need }: { need: Need }) {
  const { say, mean } = useWords(words);
  switch (need.is) {
    case 'token':
    case 'nobody':
      return <Chip kind="right">{say(need.is)}</Chip>;
    case 'scope':
    case 'policy':
      return (
        <>
          {say(need.is)}{' '}
          {need.anyOf.map((all, index) => (
            <>
              {index > 0 && ` ${say('or')} `}
              <Chip kind="right">{all.join(` ${say('both')} `)}</Chip>
            </>
          ))}
        </>
      );
    case 'agreement':
      return (
        <>
          {need.ofCommunes && `${say('ofCommunes')}: `}
          {say('agreement')}{' '}
          {need.anyOf.map(({ id, purposes }, index) => (
            <>
              {index > 0 && ` ${say('or')} `}
              <Chip kind="shared">
                {id} <small>{purposes.length > 0 ? purposes.map(mean).join(' · ') : say('anyPurpose')}</small>
              </Chip>
            </>
          ))}
        </>
      );
    case 'noAgreement':
    case 'unusable':
      return (
        <>
          {need.ofCommunes && `${say('ofCommunes')}: `}
          {say(need.is)} <Chip kind="shared">{need.organisation}</Chip>
        </>
      );
  }
}

function Chip({ kind, children }: { kind: 'right' | 'shared'; children: ComponentChildren }) {
  return <span class={`chip ${kind}`}>{children}</span>;
}
