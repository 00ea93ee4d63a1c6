import type { ComponentChildren } from 'preact';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { Named, NumbersFrom } from '../../parts/number.js';
import type { NumberSource } from '../../parts/open-says-who.js';
import { type DataFacts, DataOf } from '../../parts/source-line.js';

/**
 * A section of the page that loads alone: its failure leaves the other sections intact. It has no landmark role,
 * because its table is a landmark of the same name.
 */
export function Panel(props: {
  id: string;
  title: string;
  /** Source of its numbers. */
  numbers?: NumberSource;
  /** Facts on the data of its tables. */
  data?: DataFacts;
  children: ComponentChildren;
}) {
  const { id, title, numbers, data, children } = props;
  return (
    <section class="panel" id={id}>
      <h2>{title}</h2>
      <NumbersFrom value={numbers}>
        <Named by={[title]}>
          <DataOf value={data}>{children}</DataOf>
        </Named>
      </NumbersFrom>
    </section>
  );
}

/** Facts on a goal's data of a month. */
export function dataOf({ progress }: GoalFacts, month: string): DataFacts {
  return {
    periods: [month],
    completeThrough: progress?.completeThrough ?? null,
    demonstration: progress?.demonstration ?? false,
  };
}
