import { useState } from 'preact/hooks';
import { Confirmed, type ConfirmedProps } from './confirmed.js';

/** A button that changes something once that was confirmed; where that fails, it says so in place of the question. */
export function ConfirmedChange(
  props: Omit<ConfirmedProps, 'act'> & {
    /** Changes it; rejects where that fails. */
    change: () => Promise<unknown>;
    whenChanged: () => void;
    /** What is said where it failed. */
    failed: string;
  },
) {
  const { change, whenChanged, failed, question, ...asked } = props;
  const [hasFailed, setFailed] = useState(false);
  return (
    <Confirmed
      {...asked}
      question={hasFailed ? failed : question}
      act={() => {
        change().then(whenChanged, () => {
          setFailed(true);
        });
      }}
    />
  );
}
