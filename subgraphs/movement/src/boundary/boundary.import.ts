import { defineWholeImport, type Reading } from '@hub/kit';
import { BoundaryEntity } from './boundary.entity.js';
import { folder } from '../folder.js';
import { mostPositions } from './geometry.js';

const geometry = {
  expected: `a GeoJSON geometry (RFC 7946, WGS 84), Polygon or MultiPolygon, of at most ${mostPositions} positions`,
  caged: new URL('dist/geometry-cage.js', folder),
  parse: (text: string) => text,
};

/** A place of whatever level, on the day on which the file's codes are read. */
const place = {
  expected: 'the code of a place in force, of whatever level',
  parse: (text: string, { places, placesOn }: Reading) => places.on(text, placesOn) && text,
};

export const boundaryImport = defineWholeImport({
  kind: 'boundaries',
  title: { vi: 'Ranh giới xã, phường', en: 'Boundaries of communes' },
  description: 'The boundary of a place of whatever level; where one is known, it is replaced',
  columns: { place_code: place, geometry },
  key: ['place_code'],
  // A position has two numbers of up to 18 digits, and brackets.
  longestCell: mostPositions * 50,
  entity: BoundaryEntity,
  entityKey: ['placeCode', 'placeFrom'],
  toEntity: ({ place_code: placeCode, geometry }, { places, placesOn }) => ({
    placeCode,
    placeFrom: places.on(placeCode, placesOn)?.validFrom,
    geometry,
  }),
});
