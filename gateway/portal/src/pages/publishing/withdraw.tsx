import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { mayApprove, mayDraft } from '../../hub/may.js';
import type { Publication } from '../../hub/publication.js';
import { useSession } from '../../hub/session.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { done } from './drafts.js';
import { Fault } from './fault.js';
import { words } from './words.js';

const mutation = `mutation Withdraw($id: ID!, $reasonVi: String!, $reasonEn: String!) {
  withdrawPublication(id: $id, reasonVi: $reasonVi, reasonEn: $reasonEn) { id }
}`;

/** What those who publish do with a publication: draft a correction of it, or withdraw it with a reason. */
export function Withdraw({ of, whenDone }: { of: Publication; whenDone: () => void }) {
  const { say } = useWords(words);
  const { person } = useSession();
  const [fault, setFault] = useState<string>();
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = (name: string): string => (form.get(name) as string | null) ?? '';
    void done(mutation, { id: of.id, reasonVi: said('reasonVi'), reasonEn: said('reasonEn') }).then((code) => {
      setFault(code);
      if (code === undefined) whenDone();
    });
  };
  return (
    <div class="no-print">
      {mayDraft(person) && (
        <p>
          <Link to="/publishing" state={{ period: of.period }}>
            {say('correct')}
          </Link>
        </p>
      )}
      {mayApprove(person) && !of.withdrawal && (
        <details class="withdraw">
          <summary>{say('withdraw')}</summary>
          <form onSubmit={submit}>
            <p>{say('withdrawIntro')}</p>
            <div class="filters">
              <label class="whole-line">
                {say('reasonVi')}
                <textarea name="reasonVi" required maxLength={1000} rows={2} lang="vi" />
              </label>
              <label class="whole-line">
                {say('reasonEn')}
                <textarea name="reasonEn" required maxLength={1000} rows={2} lang="en" />
              </label>
            </div>
            <Fault code={fault} />
            <button type="submit">{say('withdraw')}</button>
          </form>
        </details>
      )}
    </div>
  );
}
