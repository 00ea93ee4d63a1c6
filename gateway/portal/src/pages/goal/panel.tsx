import type { ComponentChildren } from 'preact';
import { Named, NumbersFrom } from '../../parts/number.js';
import type { NumberSource } from '../../parts/open-says-who.js';

/** A part of the page that stands for itself: what is missing in it costs nothing else. It is no landmark: its table is one, of the same name. */
export function Panel(props: {
  id: string;
  title: string;
  /** Where its numbers come from. */
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
