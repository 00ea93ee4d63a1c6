/** The gateway's own folder: from its sources, and from what is built of them, alike. */
export const gatewayFolder = new URL(import.meta.url.replace(/^(.*)\/(?:src|dist)\/.*$/, '$1/'));
