import { useEffect, useState } from 'preact/hooks';
import type { AddedColumn, Panel, Panels } from '@hub/protocol';
import { headersOfPerson } from './ask.js';
import { useSession } from './session.js';

const none: Panels = { pages: {}, columns: [] };

/** Cached panels and the person they belong to; all pages share them. */
let kept: { readonly of: string; readonly panels: Promise<Panels> } | undefined;

/** Loads the panels of organisations; undefined until loaded, and empty without a sign-in. */
function usePanels(): Panels | undefined {
  const { person } = useSession();
  const [panels, setPanels] = useState<Panels>();
  useEffect(() => {
    if (!person) {
      setPanels(none);
      return undefined;
    }
    if (kept?.of !== person.id) kept = { of: person.id, panels: fetchPanels() };
    let isHere = true;
    const { panels: asked } = kept;
    asked.then(
      (found) => {
        if (isHere) setPanels(found);
      },
      () => {
        kept = undefined;
        if (isHere) setPanels(none);
      },
    );
    return () => {
      isHere = false;
    };
  }, [person?.id]);
  return panels;
}

async function fetchPanels(): Promise<Panels> {
  const answer = await fetch('/panels.json', { headers: headersOfPerson() });
  if (!answer.ok) throw new Error(`Expected the panels of organisations, got ${answer.status}.`);
  // The answer may change: an organisation can join while the hub runs.
  setTimeout(() => (kept = undefined), keptMs);
  return (await answer.json()) as Panels;
}

/** How long pages share an answer, in milliseconds. */
const keptMs = 30_000;

/** The organisations' panels on a page; empty until loaded. */
export function usePanelsOf(page: string): readonly Panel[] {
  return usePanels()?.pages[page] ?? [];
}

/** The columns that organisations add to lists of one of the hub's types; undefined until loaded. */
export function useColumnsOf(type: string): readonly AddedColumn[] | undefined {
  return usePanels()?.columns.filter((one) => one.type === type);
}
