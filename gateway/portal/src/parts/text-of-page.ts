/**
 * Elements of the page that a document leaves out: buttons except figures, foldable details, links for skipping and
 * for downloads, and elements for the screen only or for print only.
 */
export const leftOut = '.no-print, .print-only, .skip, button:not(.figure), details, script, .downloads';

/** Text of an element with white space collapsed and line breaks as spaces. */
export function textOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const one of copy.querySelectorAll(`${leftOut}, svg`)) one.remove();
  for (const line of copy.querySelectorAll('br')) line.replaceWith(' ');
  return copy.textContent.replaceAll(/\s+/g, ' ').trim();
}
