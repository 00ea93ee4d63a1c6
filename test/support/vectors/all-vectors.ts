import { agreementsSchema } from '../../../subgraphs/protocol/src/agreements/agreements-schema.js';
import { agreementVectors } from './agreements.js';
import { cellsVectors, countsVectors } from './disclosure.js';
import { linkVectors } from './link.js';
import { formVectors, sealVectors, signatureVectors } from './messages.js';
import { pseudonymVectors } from './pseudonyms.js';
import { agreementVector, sessionScript } from './sessions.js';
import { keyVectors } from './test-keys.js';
import { versionVectors } from './versions.js';

/** The files of vectors that are the same each time that they are written, by their paths below `schema`. */
export async function allVectors(): Promise<ReadonlyMap<string, unknown>> {
  return new Map<string, unknown>([
    ['agreements.schema.json', agreementsSchema()],
    ['vectors/keys.json', keyVectors()],
    ['vectors/messages/signatures.json', signatureVectors()],
    ['vectors/messages/forms.json', formVectors()],
    ['vectors/messages/seals.json', sealVectors()],
    ['vectors/sessions/agreement.json', agreementVector()],
    ['vectors/sessions/script.json', sessionScript()],
    ['vectors/link/signed.json', await linkVectors()],
    ['vectors/pseudonyms/pseudonyms.json', pseudonymVectors()],
    ['vectors/agreements/agreements.json', agreementVectors()],
    ['vectors/disclosure/counts.json', countsVectors()],
    ['vectors/disclosure/cells.json', cellsVectors()],
    ['vectors/versions/versions.json', versionVectors()],
  ]);
}
