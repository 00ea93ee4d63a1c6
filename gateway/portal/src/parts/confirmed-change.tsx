import { useState } from 'preact/hooks';
import { Confirmed, type ConfirmedProps } from './confirmed.js';

/** A button that makes a change after a confirmation; a failure is shown in place of the question. */
export function ConfirmedChange(
  props: Omit<ConfirmedProps, 'act'> & {
    /** Makes the change; rejects on failure. */
    change: () => Promise<unknown>;
    whenChanged: () => void;
    /** Message on failure. */
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
