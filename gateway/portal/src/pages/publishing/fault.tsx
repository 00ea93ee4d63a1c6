import { useWords } from '../../language/words.js';
import { words } from './words.js';

const said = [
  'UNCHANGED_FIGURES',
  'OWN_DRAFT',
  'OTHER_DRAFT',
  'OUTDATED_DRAFT',
  'WRONG_STATE',
  'TOO_MANY_DRAFTS',
  'CONFLICT',
] as const;

/** An error code in words; empty without one. */
export function Fault({ code }: { code: string | undefined }) {
  const { say } = useWords(words);
  if (code === undefined) return null;
  const known = said.find((one) => one === code);
  return (
    <p class="notice" role="alert">
      {say(known ?? 'notDone')} {!known && <small>{code}</small>}
    </p>
  );
}
