import { useAnswer } from '../../hub/ask.js';
import { thisDay } from '../../language/numbers.js';
import { usePanelsOf } from '../../hub/panels.js';
import type { CountedRelease } from '../../parts/laid-out-panel.js';
import { LaidOutPanel } from '../../parts/laid-out-panel.js';
import { usePanelVariables } from './commune-list.js';

interface Found {
  readonly goals:
    | readonly {
        readonly progress: {
          readonly contributions: readonly {
            readonly organisation: { readonly code: string };
            readonly through: string | null;
            readonly release: { readonly number: number } | null;
          }[];
        } | null;
      }[]
    | null;
}

const query = `query ReleasesThatCount {
  goals { progress { contributions { organisation { code } through release { number } } } }
}`;

/** Activities in a commune: a panel for each organisation with records in the graph. */
export function OrganisationsHere({ commune }: { commune: string }) {
  const year = Number(thisDay().slice(0, 4));
  const variables = { ...usePanelVariables(commune), thisYear: String(year), lastYear: String(year - 1) };
  const answer = useAnswer<Found>(query, {});
  const goals = (answer.is === 'answered' && answer.data.goals) || [];
  const counted = new Map(
    goals.flatMap(({ progress }) =>
      (progress?.contributions ?? []).flatMap(({ organisation, through, release }): [string, CountedRelease][] =>
        release ? [[organisation.code, { number: release.number, through }]] : [],
      ),
    ),
  );
  return (
    <>
      {usePanelsOf('commune').map((layout) => (
        <LaidOutPanel
          key={layout.organisation}
          layout={layout}
          variables={variables}
          counted={counted.get(layout.organisation)}
          linked
        />
      ))}
    </>
  );
}
