import { Component, type ComponentChildren } from 'preact';
import { useWords } from '../language/words.js';

/** Renders its content, or a message if rendering fails, so that a fault in a page leaves the rest of the portal intact. */
export class Boundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    // The browser's console is the only place that receives the error.
    console.error(error);
  }

  override render(): ComponentChildren {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { say } = useWords();
  return (
    <>
      <h1>{say('broken')}</h1>
      <p class="notice" role="alert">
        {say('brokenHint')}{' '}
        <button
          type="button"
          onClick={() => {
            location.reload();
          }}
        >
          {say('again')}
        </button>{' '}
        <a href="/">{say('toOverview')}</a>
      </p>
    </>
  );
}
