import { type RewriteSet, typename } from './selections.js';

/**
 * Asks for the type of every object that may be of a type that clients must not know of: a plan asks for it only where
 * the operation depends on it.
 * @param mayBeHidden whether an object of an abstract type may be of such a type.
 */
export function withTypesOfHidden(mayBeHidden: (type: string) => boolean): RewriteSet {
  return (selections, parent, isOfField) =>
    isOfField && parent && mayBeHidden(parent.name) ? [...selections, typename] : selections;
}
