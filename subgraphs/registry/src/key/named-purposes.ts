import { badUserInput, isOneOf, movement, type Purpose, readAgreements } from '@hub/protocol';
import { findAgreements } from '@hub/runtime';
import type { KeyRequest } from './key-request.js';

/**
 * Sees to it that the purpose of a key is one that its role may name, as the gateway does whenever the key is used.
 * @param folder the organisations' agreements; undefined where none are enforced, and any purpose may be named.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export async function checkPurpose(
  { purpose, role, organisation }: Pick<KeyRequest, 'purpose' | 'role' | 'organisation'>,
  folder: string | undefined,
): Promise<void> {
  if (folder === undefined) return;
  const asker = { roles: [role], organisation: organisation ?? undefined };
  const may = (await purposesIn(folder)).filter(({ askedBy }) => isOneOf(askedBy, asker)).map(({ code }) => code);
  if (may.includes(purpose)) return;
  throw badUserInput(
    `purpose: expected one that the role ${role} may name (${may.join(', ') || 'none'}), got ${JSON.stringify(purpose)}.`,
  );
}

/** The purposes that movement's file lists. */
async function purposesIn(folder: string): Promise<readonly Purpose[]> {
  const file = (await findAgreements(folder)).find(({ organisation }) => organisation === movement.code);
  if (!file || !('text' in file)) return [];
  return readAgreements(file.text, file.file).agreements?.purposes ?? [];
}
