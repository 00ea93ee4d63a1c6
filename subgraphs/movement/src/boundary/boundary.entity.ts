import { defineEntity, p } from '@mikro-orm/core';

/** The boundaries of places, which are known by code and first day. */
export const BoundaryEntity = defineEntity({
  name: 'Boundary',
  tableName: 'place_boundary',
  properties: {
    placeCode: p.text().primary(),
    placeFrom: p.date().primary(),
    /** A geometry of RFC 7946 as JSON. */
    geometry: p.text(),
  },
});
