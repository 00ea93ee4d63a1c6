import { Cost, type PlaceRow, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { CommuneObject } from '../commune/commune.type.js';
import { PlaceObject } from '../place/place.type.js';
import { boundaryLoader } from './boundary.loader.js';
import { GraphQLGeoJson } from './geojson.scalar.js';
import type { Geometry } from './geometry.js';

@Resolver(() => CommuneObject)
export class CommuneBoundaryResolver {
  @Cost(5)
  @FieldResolver(() => GraphQLGeoJson, {
    nullable: true,
    description:
      'Its boundary (ranh giới), simplified for maps; neighbours have the same positions on their common border. Null where none is known, as of former communes.',
  })
  boundary(@Root() commune: PlaceRow, @Ctx() context: SubgraphContext): Promise<Geometry | null> {
    return boundaryLoader(context).load(commune);
  }
}

@Resolver(() => PlaceObject)
export class PlaceBoundaryResolver {
  @Cost(5)
  @FieldResolver(() => GraphQLGeoJson, {
    nullable: true,
    description: 'Its boundary (ranh giới), simplified for maps; null where none is known, as of former places.',
  })
  boundary(@Root() place: PlaceRow, @Ctx() context: SubgraphContext): Promise<Geometry | null> {
    return boundaryLoader(context).load(place);
  }
}
