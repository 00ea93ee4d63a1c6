/** The steering committee's folder, from `src` and from `dist` alike. */
export const folder = new URL('..', import.meta.url);
