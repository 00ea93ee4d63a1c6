/** The folder of the files that the kit ships, from `src` and from `dist` alike. */
export const shippedFolder = new URL('../data/', import.meta.url);
