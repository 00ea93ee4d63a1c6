import { hub } from './hub.mjs';
import { shop } from './shop.mjs';

/** @type {Readonly<Record<string, import('./graph.mjs').Graph>>} */
export const graphs = { hub, shop };
