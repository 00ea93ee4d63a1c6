import type { ComponentChildren } from 'preact';

/** A part of the page that stands for itself: what is missing in it costs nothing else. It is no landmark: its table is one, of the same name. */
export function Panel({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="panel" id={id}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
