import { useState } from 'preact/hooks';
import { useWords } from '../../language/words.js';
import { words } from './joining-words.js';

/**
 * A button that acts after a confirmation.
 * @param props.of the object of the action, if several buttons are side by side.
 */
export function Sure({ said, of = '', act }: { said: string; of?: string; act: () => Promise<void> }) {
  const { say } = useWords(words);
  const [state, setState] = useState<'' | 'asked' | 'acting'>('');
  if (state === '') {
    return (
      <button
        type="button"
        aria-label={of === '' ? said : `${said}: ${of}`}
        onClick={() => {
          setState('asked');
        }}
      >
        {said}
      </button>
    );
  }
  return (
    <span class="confirm" role="group" aria-label={said}>
      {state === 'acting' ? say('stepping') : `${say('doIt')} ${`${said} ${of}`.trim().toLowerCase()}?`}{' '}
      <button
        type="button"
        class="main"
        disabled={state === 'acting'}
        onClick={() => {
          setState('acting');
          void act().finally(() => {
            setState('');
          });
        }}
        ref={(button) => {
          button?.focus();
        }}
      >
        {say('doIt')}
      </button>{' '}
      <button
        type="button"
        onClick={() => {
          setState('');
        }}
      >
        {say('keepIt')}
      </button>
    </span>
  );
}
