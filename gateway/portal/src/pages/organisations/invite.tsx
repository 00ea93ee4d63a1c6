import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../hub/ask.js';
import { useWords } from '../../language/words.js';
import { Copied } from '../keys/copy.js';
import { words } from './joining-words.js';
import { inviteMutation } from './linked.js';

interface Invitation {
  readonly code: string;
  readonly secret: string;
}

/** Invites an organisation. Its secret is shown once, and exists only in this page's memory. */
export function Invite({ whenInvited }: { whenInvited: () => void }) {
  const { say } = useWords(words);
  const [made, setMade] = useState<Invitation>();
  const [state, setState] = useState<'' | 'inviting' | 'notInvited'>('');
  const invite = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code') as string;
    setState('inviting');
    ask<{ inviteOrganisation: Invitation | null }>(inviteMutation, { code: code.trim() }).then(
      ({ inviteOrganisation }) => {
        setMade(inviteOrganisation ?? undefined);
        setState(inviteOrganisation ? '' : 'notInvited');
        whenInvited();
      },
      () => {
        setState('notInvited');
      },
    );
  };
  if (made) {
    return (
      <section class="made-key" role="status">
        <h3>
          {say('invited')}: {made.code}
        </h3>
        <p>
          <strong>{say('secretOnce')}</strong>
        </p>
        <Copied text={made.secret} word="copySecret" />
        <button
          type="button"
          onClick={() => {
            setMade(undefined);
          }}
        >
          {say('secretCopied')}
        </button>
      </section>
    );
  }
  return (
    <form class="make-key" onSubmit={invite}>
      <h3>{say('invite')}</h3>
      <div class="filters">
        <label>
          {say('organisationCode')}
          <input name="code" required maxLength={40} placeholder={say('codeHint')} autocomplete="off" />
        </label>
        <button type="submit" class="main" disabled={state === 'inviting'}>
          {say('doInvite')}
        </button>
      </div>
      <p role="status">{state && say(state)}</p>
    </form>
  );
}
