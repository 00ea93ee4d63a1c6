import type { ComponentChildren, TargetedMouseEvent } from 'preact';
import { go, readAddress, writeAddress } from '../frame/address.js';
import { pageAt } from '../frame/pages.js';
import { useLanguage } from '../language/language.js';

/** A link to a path of the portal with a state; keeps the language. */
export function Link(props: {
  to: string;
  state?: Readonly<Record<string, string>>;
  children: ComponentChildren;
  current?: boolean;
}) {
  const { to, state, children, current } = props;
  const lang = useLanguage() === 'en' ? 'en' : '';
  const address = { path: to, state: { ...state, lang } };
  const follow = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (writeAddress(address) === writeAddress(readAddress(location))) return;
    go(address);
    scrollTo(0, 0);
    document.querySelector('main')?.focus();
  };
  return (
    <a href={writeAddress(address)} onClick={follow} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
}

/** A link if the portal has the page; otherwise only its content. */
export function LinkIfThere({ to, children }: { to: string; children: ComponentChildren }) {
  return pageAt(to) ? <Link to={to}>{children}</Link> : <>{children}</>;
}
