import { Entry, type EntryOptions } from '../../gateway/src/entry/entry.js';
import { allAnonymous } from '../../gateway/src/identity/authenticate.js';
import { Admission } from '../../gateway/src/limits/admission.js';
import { looseLimits } from '../../gateway/src/limits/limits.js';
import { ProcessorTime } from '../../gateway/src/limits/processor-time.js';

/** The entry of a gateway with only anonymous callers and generous limits. */
export function looseEntry(log: EntryOptions['log']): Entry {
  return new Entry({
    ...{ authenticate: allAnonymous, trustedProxies: 0, operationTimeoutMs: 10_000, log, refused: () => undefined },
    admission: new Admission(looseLimits),
    processor: new ProcessorTime({ share: looseLimits.processorShare }),
  });
}
