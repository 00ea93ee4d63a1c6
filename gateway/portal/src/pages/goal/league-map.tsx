import { useEffect, useState } from 'preact/hooks';
import { ShareMap } from '../../charts/share-map.js';
import { Picture } from '../../charts/picture.js';
import { change, useAddressOf } from '../../frame/address.js';
import { absenceOf } from '../../hub/progress.js';
import { useWords } from '../../language/words.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { openSaysWho } from '../../parts/open-says-who.js';
import type { DataFacts } from '../../parts/source-line.js';
import type { Row } from './league.js';
import { words } from './words.js';

/** Width from which the map fits beside its legend, and opens by default. */
const roomy = '(min-width: 80rem)';

/** The map of the table's rows. On a phone it opens on demand, because boundaries are large. */
export function LeagueMap({ rows, goal, month }: { rows: readonly Row[]; goal: GoalFacts; month: string }) {
  const { say } = useWords();
  const asked = useAddressOf(({ state }) => state['map']);
  const hasRoom = useHasRoom();
  const isOpen = asked === '1' || (hasRoom && asked !== '0');
  const toggle = (): void => {
    change({ map: isOpen ? '0' : '1' });
  };
  return (
    <div class="map">
      <button type="button" aria-expanded={isOpen} onClick={toggle}>
        {say(isOpen ? 'mapHide' : 'mapShow')}
      </button>
      {isOpen && <OpenMap rows={rows} goal={goal} month={month} />}
    </div>
  );
}

function OpenMap({ rows, goal, month }: { rows: readonly Row[]; goal: GoalFacts; month: string }) {
  const { say } = useWords(words);
  const values = rows.map(({ node }) => ({
    code: node.communeCode,
    name: node.commune.name,
    ratio: node.ratio,
    why: node.ratio === null ? absenceOf(node) : undefined,
  }));
  return (
    <Picture
      name={`map-${goal.code}`}
      title={`${goal.title}: ${say('mapTitle')}`}
      {...dataOfRows(rows, month)}
      remark={`${rows.length} ${say('shown')}`}
    >
      <ShareMap
        values={values}
        title={say('map')}
        onOpen={({ code, name }, from) => {
          openSaysWho({ goal: goal.code, commune: code, period: month, label: name, from });
        }}
      />
    </Picture>
  );
}

/** Facts on the rows' data: it is complete through the earliest of their days. */
export function dataOfRows(rows: readonly Row[], month: string): DataFacts {
  const days = rows.map(({ node }) => node.completeThrough ?? '').toSorted();
  return {
    periods: [month],
    completeThrough: days[0] || null,
    demonstration: rows.some(({ node }) => node.demonstration),
  };
}

function useHasRoom(): boolean {
  const [hasRoom, setHasRoom] = useState(() => matchMedia(roomy).matches);
  useEffect(() => {
    const query = matchMedia(roomy);
    const follow = (): void => {
      // Printing keeps the layout of the screen.
      if (!matchMedia('print').matches) setHasRoom(query.matches);
    };
    query.addEventListener('change', follow);
    return () => {
      query.removeEventListener('change', follow);
    };
  }, []);
  return hasRoom;
}
