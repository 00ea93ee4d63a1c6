import { authorizationDodges } from './authorization-dodges.js';
import { callerPollution } from './caller-pollution.js';
import { compressionBombs } from './compression-bombs.js';
import { crossSiteRequests } from './cross-site-requests.js';
import { forgedTokens } from './forged-tokens.js';
import { leaksBetweenCallers } from './leaks-between-callers.js';
import { oddCharsets } from './odd-charsets.js';
import { parserBombs } from './parser-bombs.js';
import { spoofedHeaders } from './spoofed-headers.js';
import { letLoose } from './support/let-loose.js';
import { tellingErrors } from './telling-errors.js';

letLoose(
  'who sends single requests',
  [
    parserBombs,
    callerPollution,
    authorizationDodges,
    forgedTokens,
    spoofedHeaders,
    leaksBetweenCallers,
    compressionBombs,
    oddCharsets,
    crossSiteRequests,
    tellingErrors,
  ],
  ['hub', 'hostile'],
);
