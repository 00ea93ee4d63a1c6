import { type Agreements, combineAgreements, findAgreements, type OwnedFields } from '@hub/schema';
import { StartError } from '../start-error.js';

/**
 * Reads the organisations' files of agreements in a folder.
 * @throws StartError naming everything that is wrong with them.
 */
export async function readAgreementsFolder(folder: string, owned: OwnedFields): Promise<Agreements> {
  const files = await findAgreements(folder).catch((error: unknown) => {
    throw new StartError(`--agreements or AGREEMENTS: expected a folder: ${(error as Error).message}`);
  });
  const { agreements, problems } = combineAgreements(files, owned);
  if (agreements) return agreements;
  throw new StartError(problems.join('\n'));
}
