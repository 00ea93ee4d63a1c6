import { useEffect, useState } from 'preact/hooks';
import type { AddedColumn, Panel, Panels } from '@hub/protocol';
import { headersOfPerson } from './ask.js';
import { useSession } from './session.js';

const none: Panels = { pages: {}, columns: [] };

/** Cached panels and the person they belong to; all pages share them. */
let kept: { readonly of: string; readonly panels: Promise<Panels> } | undefined;

/** Asks the hub what pages show of organisations' records; undefined until it has said. Nothing for nobody. */
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
  // It may be another by the next page: an organisation joins while the hub runs.
  setTimeout(() => (kept = undefined), keptMs);
  return (await answer.json()) as Panels;
}

/** For how long pages share an answer, in milliseconds. */
const keptMs = 30_000;

/** The panels of organisations on a page; none until they are known. */
export function usePanelsOf(page: string): readonly Panel[] {
  return usePanels()?.pages[page] ?? [];
}

/** The columns that organisations add to lists of a type of the hub's own; undefined until they are known. */
export function useColumnsOf(type: string): readonly AddedColumn[] | undefined {
  return usePanels()?.columns.filter((one) => one.type === type);
}
