import { useColumnsOf } from '../../hub/panels.js';
import { useSession } from '../../hub/session.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { useLaidOutColumns } from '../../parts/laid-out.js';
import { Panel } from '../../parts/panel.js';
import { type Column, Table } from '../../parts/table.js';
import { panelQuery, usePanelVariables } from './commune-list.js';
import { words } from './words.js';

interface ServicePoint {
  readonly code: string;
  readonly kind: string;
  readonly name: string;
}

interface Here {
  readonly commune: { readonly type: string; readonly servicePoints: readonly ServicePoint[] } | null;
}

const queryOf = (more: string) =>
  panelQuery('ServicePointsHere', `type servicePoints { code kind name(language: $language) ${more} }`);

/** Columns of the public file. */
const openColumns = 'code,name,kind,commune,communeName';

/** Service points of a commune: public, except for the numbers of their use. */
export function ServicePointsHere({ commune }: { commune: string }) {
  const { say, mean } = useWords(words);
  const { person } = useSession();
  const columns: readonly Column<ServicePoint>[] = [
    { head: say('servicePoints'), isHead: true, cell: ({ name }) => name },
    { head: say('type'), cell: ({ kind }) => mean(kind) },
  ];
  const added = useColumnsOf('ServicePoint') ?? [];
  const addedColumns = useLaidOutColumns<ServicePoint>(added, { root: undefined, words: {} });
  return (
    <Panel<Here>
      id="service-points"
      title={say('servicePoints')}
      {...(added[0] && { organisation: added[0].organisation })}
      query={queryOf(added.map(({ field }) => field).join(' '))}
      variables={usePanelVariables(commune)}
    >
      {({ commune: here }) =>
        here && here.servicePoints.length > 0 ? (
          <>
            <Table
              caption={say('pointList')}
              columns={[...columns, ...addedColumns]}
              rows={here.servicePoints}
              keyOf={({ code }) => code}
              isRead
            />
            <Downloads table="service-points" parameters={{ commune, columns: person ? '' : openColumns }} />
            <p class="quiet">
              <small>
                {say('pointsIntro')} {mean(here.type).toLowerCase()}.
              </small>
            </p>
          </>
        ) : (
          <p>{say('noneHere')}</p>
        )
      }
    </Panel>
  );
}
