import { isInForceOn, type SubgraphContext } from '@hub/kit';
import { groupKey } from '@hub/kit/service';
import { parsePeriod, placeKey } from '@hub/protocol';
import { keptTableChanges } from '../kept/kept-loader.js';
import type { GroupedCommune, RegionExtent } from '../region/region-faults.js';
import { readRegions } from '../region/region.import.js';
import { regionGroup, regionsOn } from '../region/region.loader.js';

/** Groups of communes (`groupKey`), each with its communes (`placeKey`). */
export type CommunesByGroup = ReadonlyMap<string, readonly string[]>;

/** The groups of communes with separate estimates: by area, by type, by region. Read again when places change. */
export class CommuneGroups {
  #known: { readonly changes: number; readonly byMonth: Map<string, CommunesByGroup>; readonly read: Read } | undefined;

  constructor(
    private readonly em: SubgraphContext['em'],
    private readonly rootPlace: string,
  ) {}

  /** The groups of a month, on its last day. */
  async of(month: string): Promise<CommunesByGroup> {
    const changes = await keptTableChanges(this.em.fork());
    if (this.#known?.changes !== changes) {
      this.#known = { changes, byMonth: new Map(), read: await this.#read() };
    }
    const { byMonth, read } = this.#known;
    let groups = byMonth.get(month);
    if (!groups) byMonth.set(month, (groups = groupsOn(parsePeriod(month).lastDay, read)));
    return groups;
  }

  async #read(): Promise<Read> {
    const em = this.em.fork();
    const [root]: { place: string }[] = await em.execute(
      `select code || ' ' || valid_from as place from place where code = ? order by valid_from desc limit 1`,
      [this.rootPlace],
    );
    const communes: GroupedCommune[] = await em.execute(
      `select code, valid_from::text as "validFrom", valid_until::text as "validUntil", name_vi as "nameVi", area, type
       from place where level = 'COMMUNE' order by code, valid_from`,
    );
    return { root: root?.place ?? '', communes, regions: await readRegions(em) };
  }
}

interface Read {
  /** As `placeKey`. */
  readonly root: string;
  readonly communes: readonly GroupedCommune[];
  readonly regions: readonly RegionExtent[];
}

function groupsOn(day: string, { root, communes, regions }: Read): CommunesByGroup {
  const named = communes.flatMap((commune) =>
    [commune.area, commune.type].flatMap((group) => (group ? [{ group, place: placeKey(commune) }] : [])),
  );
  const inForce = communes.filter((commune) => isInForceOn(commune, day));
  const ofRegions = regionsOn(day, inForce, regions).flatMap(({ region, communes: own }) =>
    own.map((commune) => ({ group: regionGroup(region), place: placeKey(commune) })),
  );
  const byGroup = Map.groupBy([...named, ...ofRegions], ({ group }) => groupKey(root, group));
  return new Map([...byGroup].map(([group, places]) => [group, places.map(({ place }) => place)]));
}
