import { defineEntity, p } from '@mikro-orm/core';
import { areas, levelOfType, type Place, placeLevels, type PlaceType } from './place.js';

/** The table of places. */
export const PlaceEntity = defineEntity({
  name: 'Place',
  tableName: 'place',
  properties: {
    code: p.text().primary(),
    validFrom: p.date().primary(),
    validUntil: p.date().nullable(),
    level: p.enum(placeLevels),
    parentCode: p.text().nullable(),
    nameVi: p.text(),
    nameEn: p.text(),
    type: p.enum(Object.keys(levelOfType) as PlaceType[]),
    area: p.enum(areas).nullable(),
    areaKm2: p.float().fieldName('area_km2').nullable(),
    peerGroup: p.text().nullable(),
    /** The names of the place and of its predecessors, folded by `searchKey`, a line each. */
    searchKey: p.text(),
    /** The codes of the place and of its predecessors, each after a line break. */
    searchCodes: p.text(),
    /** See `sortKey`. */
    sortKey: p.text(),
  },
});

/** A row of the table of places: the successors are in `place_succession`. */
export type PlaceRow = Omit<Place, 'successors'>;
