import { registerHooks } from 'node:module';

/** Tells the test at the end which files a program has loaded. */
const loaded = [];
registerHooks({
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});
process.once('SIGTERM', () => process.send(loaded));
