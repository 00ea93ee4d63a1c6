import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type NumberSource, openSaysWho } from './open-says-who.js';
import { SaysWhoButton } from './says-who-button.js';

const Source = createContext<NumberSource | undefined>(undefined);
const Names = createContext<readonly ComponentChildren[]>([]);

/** Gives the numbers inside a source, so that each can open it. */
export const NumbersFrom = Source.Provider;

/** Names the numbers inside, in addition to the surrounding names: panel, table, column, row. */
export function Named({ by, children }: { by: readonly ComponentChildren[]; children: ComponentChildren }) {
  const around = useContext(Names);
  return <Names.Provider value={[...around, ...by]}>{children}</Names.Provider>;
}

/** A number's text, its explanation, and its additional name. */
interface Said {
  readonly text: ComponentChildren;
  readonly how: string;
  readonly name?: string | undefined;
  /** Deviations from the source of the surrounding numbers. */
  readonly source?: Partial<NumberSource>;
}

/** Whether a surrounding element gives the source of the numbers. */
export function useHasSource(): boolean {
  return useContext(Source) !== undefined;
}

/** Returns a function that opens "says who?" for a number; undefined without a source. */
export function useNumberSource(): ((said: Said, from: HTMLElement | SVGElement) => void) | undefined {
  const source = useContext(Source);
  const names = useContext(Names);
  if (!source) return undefined;
  return ({ text, how, name, source: own }, from) => {
    const called = name === undefined ? names : [...names, name];
    openSaysWho({ names: called, text, how, source: { ...source, ...own }, from });
  };
}

/** The periods that the query of the surrounding numbers asks for; empty if it names none. */
export function usePeriods(): readonly string[] {
  const { period, from, to } = (useContext(Source)?.variables ?? {}) as Readonly<Record<string, unknown>>;
  return [period, from, to].filter((one) => typeof one === 'string');
}

/** A number that opens its source when a person selects it. */
export function SourcedNumber({ children, ...said }: Omit<Said, 'text'> & { children: ComponentChildren }) {
  const open = useNumberSource();
  if (!open) return <>{children}</>;
  const ask = (from: HTMLElement): void => {
    open({ ...said, text: children }, from);
  };
  return <SaysWhoButton onAsk={ask}>{children}</SaysWhoButton>;
}
