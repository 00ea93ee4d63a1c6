/** The URL of the gateway's folder, when run from `src` and from `dist`. */
export const gatewayFolder = new URL(import.meta.url.replace(/^(.*)\/(?:src|dist)\/.*$/, '$1/'));
