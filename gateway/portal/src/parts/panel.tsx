import type { ComponentChildren } from 'preact';
import { useAnswer } from '../hub/ask.js';
import { Faults } from './faults.js';
import { Named, NumbersFrom } from './number.js';
import { Waiting } from './waiting.js';

/** Query and content of a panel. */
export interface PanelProps<Data> {
  /** Element id, unique within the page. */
  readonly id: string;
  readonly title: ComponentChildren;
  readonly query: string;
  readonly variables: object;
  /** The organisation of the shown records. */
  readonly organisation?: string;
  /** Renders the answer. */
  readonly children: (data: Data) => ComponentChildren;
}

/** A section of the page with its own request: its delay, refusal or failure leaves the other sections intact. */
export function Panel<Data>({ id, title, query, variables, organisation, children }: PanelProps<Data>) {
  const answer = useAnswer<Data>(query, variables);
  return (
    <section class="panel" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <Waiting answer={answer} />
      <Faults of={answer} />
      <NumbersFrom value={{ query, variables, organisation }}>
        <Named by={[title]}>{answer.is === 'answered' && children(answer.data)}</Named>
      </NumbersFrom>
    </section>
  );
}
