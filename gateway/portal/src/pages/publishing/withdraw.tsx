import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { useAnswer } from '../../hub/ask.js';
import { mayApprove, mayDraft } from '../../hub/may.js';
import type { Publication } from '../../hub/publication.js';
import { useSession } from '../../hub/session.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { done } from './drafts.js';
import { Fault } from './fault.js';
import { words } from './words.js';

const proposeMutation = `mutation Withdraw($id: ID!, $reasonVi: String!, $reasonEn: String!) {
  withdrawPublication(id: $id, reasonVi: $reasonVi, reasonEn: $reasonEn) { id }
}`;

const approveMutation = `mutation ApproveWithdrawal($id: ID!, $digest: ID!) {
  approveWithdrawal(id: $id, digest: $digest) { id }
}`;

const proposedQuery = `query ProposedWithdrawal($id: ID!) {
  publication(id: $id) { proposedWithdrawal { reasonVi reasonEn by digest } }
}`;

interface Proposed {
  readonly reasonVi: string;
  readonly reasonEn: string;
  readonly by: string;
  readonly digest: string;
}

/**
 * A publisher's actions on a publication: draft a correction, or withdraw it. A withdrawal takes two people: one
 * proposes, another approves.
 */
export function Withdraw({ of, whenDone }: { of: Publication; whenDone: () => void }) {
  const { say } = useWords(words);
  const { person } = useSession();
  if (!mayDraft(person) && !mayApprove(person)) return null;
  return (
    <div class="no-print">
      {mayDraft(person) && (
        <p>
          <Link to="/publishing" state={{ period: of.period }}>
            {say('correct')}
          </Link>
        </p>
      )}
      {!of.withdrawal && <Withdrawing of={of} whenDone={whenDone} mayEnd={mayApprove(person)} />}
    </div>
  );
}

function Withdrawing({ of, whenDone, mayEnd }: { of: Publication; whenDone: () => void; mayEnd: boolean }) {
  const { say, language } = useWords(words);
  const [fault, setFault] = useState<string>();
  const answer = useAnswer<{ readonly publication: { readonly proposedWithdrawal: Proposed | null } | null }>(
    proposedQuery,
    { id: of.id },
  );
  const proposed = answer.is === 'answered' ? answer.data.publication?.proposedWithdrawal : null;
  const take = (mutation: string, variables: object, then: () => void): void => {
    void done(mutation, { id: of.id, ...variables }).then((code) => {
      setFault(code);
      if (code === undefined) then();
      else answer.again();
    });
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = (name: string): string => (form.get(name) as string | null) ?? '';
    take(proposeMutation, { reasonVi: said('reasonVi'), reasonEn: said('reasonEn') }, answer.again);
  };
  return (
    <details class="withdraw" open={proposed != null}>
      <summary>{say('withdraw')}</summary>
      {proposed && (
        <p role="status">
          {say('withdrawProposed')} {proposed.by}: {language === 'en' ? proposed.reasonEn : proposed.reasonVi}{' '}
          {mayEnd && (
            <button
              type="button"
              class="main"
              onClick={() => {
                take(approveMutation, { digest: proposed.digest }, whenDone);
              }}
            >
              {say('approveWithdrawal')}
            </button>
          )}
        </p>
      )}
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
        <button type="submit">{say('proposeWithdrawal')}</button>
      </form>
    </details>
  );
}
