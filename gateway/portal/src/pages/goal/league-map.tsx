import { boundedIn, Legend, MapFrame, useBoundaries, useLabel } from '../../charts/map.js';
import { classOf, limitsOf, type Shown } from '../../charts/map-classes.js';
import { change, useAddress } from '../../frame/address.js';
import { absenceOf } from '../../hub/progress.js';
import { useWords } from '../../language/words.js';
import { openSource } from '../../parts/says-who.js';
import { Waiting } from '../../parts/waiting.js';
import type { Row } from './league.js';

/** The map of the rows that are shown: drawn only where a person opens it, for boundaries are large. */
export function LeagueMap({ rows, goal }: { rows: readonly Row[]; goal: string }) {
  const { say } = useWords();
  const isOpen = useAddress().state['map'] === '1';
  const toggle = (): void => {
    change({ map: isOpen ? '' : '1' });
  };
  return (
    <div class="map">
      <button type="button" aria-expanded={isOpen} onClick={toggle}>
        {say(isOpen ? 'close' : 'mapShow')}
      </button>
      {isOpen && <OpenMap rows={rows} goal={goal} />}
    </div>
  );
}

function OpenMap({ rows, goal }: { rows: readonly Row[]; goal: string }) {
  const { say } = useWords();
  const answer = useBoundaries();
  const nodes = boundedIn(answer);
  const shown = rows.map(({ node }): Shown => {
    const { communeCode: code, commune, ratio } = node;
    return { code, name: commune.name, ratio, why: absenceOf(node) };
  });
  const limits = limitsOf(shown);
  return (
    <>
      <Waiting answer={answer} />
      {nodes.length > 0 && (
        <MapFrame
          nodes={nodes}
          shown={new Set(shown.map(({ code }) => code))}
          role="group"
          label={say('map')}
          draw={(paths) =>
            shown.map((one, index) => (
              <Shape
                key={one.code}
                of={one}
                goal={goal}
                period={rows[index]?.node.period ?? ''}
                kind={classOf(one, limits)}
                path={paths.get(one.code)}
              />
            ))
          }
        />
      )}
      {nodes.length > 0 && <Legend limits={limits} />}
    </>
  );
}

function Shape(props: { of: Shown; goal: string; period: string; kind: string; path: string | undefined }) {
  const { of, goal, period, kind, path } = props;
  const label = useLabel()(of);
  const open = (): void => {
    openSource({ goal, commune: of.code, period, label: of.name });
  };
  return (
    <path
      class={kind}
      d={path}
      // In SVG, attributes are spelt exactly so.
      tabindex={0}
      role="button"
      aria-label={label}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          open();
        }
      }}
    >
      <title>{label}</title>
    </path>
  );
}
