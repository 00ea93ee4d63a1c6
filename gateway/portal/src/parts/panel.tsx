import type { ComponentChildren } from 'preact';
import { useAnswer } from '../hub/ask.js';
import { Faults } from './faults.js';
import { Waiting } from './waiting.js';

interface PanelProps<Data> {
  /** What it is called within the page. */
  readonly id: string;
  readonly title: ComponentChildren;
  readonly query: string;
  readonly variables: object;
  /** What it shows of the answer. */
  readonly children: (data: Data) => ComponentChildren;
}

/** A part of a page that asks by itself: where it is slow, refused or failed, the other parts are not. */
export function Panel<Data>({ id, title, query, variables, children }: PanelProps<Data>) {
  const answer = useAnswer<Data>(query, variables);
  return (
    <section class="panel" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <Waiting answer={answer} />
      <Faults of={answer} />
      {answer.is === 'answered' && children(answer.data)}
    </section>
  );
}
