import type { ComponentChildren } from 'preact';
import { Named, NumbersFrom } from '../../parts/number.js';
import type { NumberSource } from '../../parts/open-says-who.js';

/**
 * A section of the page that loads alone: its failure leaves the other sections intact. It has no landmark role,
 * because its table is a landmark of the same name.
 */
export function Panel(props: {
  id: string;
  title: string;
  /** Source of its numbers. */
  numbers?: NumberSource;
  children: ComponentChildren;
}) {
  const { id, title, numbers, children } = props;
  return (
    <section class="panel" id={id}>
      <h2>{title}</h2>
      <NumbersFrom value={numbers}>
        <Named by={[title]}>{children}</Named>
      </NumbersFrom>
    </section>
  );
}
