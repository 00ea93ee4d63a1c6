import type { ComponentChildren } from 'preact';
import { useWords } from '../language/words.js';

/**
 * Whether an organisation has reported a month: a shape and a word, so that colour is never all there is.
 * @param props.children what is said of it; what the state means unless given.
 */
export function ReportState(props: { state: string; isOverdue?: boolean; children?: ComponentChildren }) {
  const { state, isOverdue = false, children } = props;
  const { mean } = useWords();
  const kind = isOverdue ? 'overdue' : state.toLowerCase().replaceAll('_', '-');
  return <span class={`report-state ${kind}`}>{children ?? mean(state)}</span>;
}
