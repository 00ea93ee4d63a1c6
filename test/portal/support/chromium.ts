import { existsSync } from 'node:fs';

/** Debian's Chromium; undefined where it is not installed, which is said. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

if (chromiumPath === undefined) console.warn('SKIPPED: the portal in a browser (chromium is not installed).');
