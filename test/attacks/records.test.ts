import { badPublishing } from './bad-publishing.js';
import { directAccess } from './direct-access.js';
import { editedFigures } from './edited-figures.js';
import { falseReceipts } from './false-receipts.js';
import { foreignRecords } from './foreign-records.js';
import { listOracles } from './list-oracles.js';
import { madeUpPeople } from './made-up-people.js';
import { prices } from './prices.js';
import { replayedSignatures } from './replayed-signatures.js';
import { letLoose } from './support/let-loose.js';

letLoose(
  'who is after records and figures',
  [
    directAccess,
    replayedSignatures,
    falseReceipts,
    foreignRecords,
    badPublishing,
    listOracles,
    editedFigures,
    madeUpPeople,
    prices,
  ],
  ['hub'],
);
