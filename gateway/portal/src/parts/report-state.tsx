import type { ComponentChildren } from 'preact';
import { useWords } from '../language/words.js';

/**
 * State of an organisation's report of a month. It has a shape and a word, so that no reader depends on colour.
 * @param props.children the text; by default the state's meaning.
 */
export function ReportState(props: { state: string; isOverdue?: boolean; children?: ComponentChildren }) {
  const { state, isOverdue = false, children } = props;
  const { mean } = useWords();
  const kind = isOverdue ? 'overdue' : state.toLowerCase().replaceAll('_', '-');
  return <span class={`report-state ${kind}`}>{children ?? mean(state)}</span>;
}
