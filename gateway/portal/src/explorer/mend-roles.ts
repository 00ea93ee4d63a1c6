/** Errors in GraphiQL's ARIA markup: the selector, and the correction. */
const mends: readonly (readonly [string, (element: Element) => void])[] = [
  // A tab may not contain buttons; the state goes to the tab's button instead.
  ['[role=tablist]', dropAttribute('role')],
  ['li[role=tab]', dropAttribute('role')],
  [
    'li[aria-selected]',
    (item) => {
      const isShown = item.getAttribute('aria-selected') === 'true';
      item.removeAttribute('aria-selected');
      item.querySelector('button')?.setAttribute('aria-current', String(isShown));
    },
  ],
  // The query inside names the item.
  ['.graphiql-history-item-label[aria-label]', dropAttribute('aria-label')],
];

function dropAttribute(name: string): (element: Element) => void {
  return (element) => {
    element.removeAttribute(name);
  };
}

/**
 * Corrects the ARIA markup inside an element now and after each change of it. Returns a function that stops the
 * corrections.
 */
export function mendRoles(place: HTMLElement): () => void {
  const mend = (): void => {
    for (const [selector, put] of mends) place.querySelectorAll(selector).forEach(put);
  };
  const observer = new MutationObserver(mend);
  const attributeFilter = ['role', 'aria-selected', 'aria-label'];
  observer.observe(place, { subtree: true, childList: true, attributes: true, attributeFilter });
  return () => {
    observer.disconnect();
  };
}
