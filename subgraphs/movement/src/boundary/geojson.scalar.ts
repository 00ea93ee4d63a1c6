import { GraphQLScalarType } from 'graphql';

/** A geometry as an object of JSON. */
export const GraphQLGeoJson = new GraphQLScalarType({
  name: 'GeoJSON',
  description:
    'A geometry as RFC 7946 has it (hình học GeoJSON): an object with `type`, `Polygon` or `MultiPolygon`, and `coordinates`, longitude before latitude, in WGS 84.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc7946#section-3.1',
});
