import { randomInt } from 'node:crypto';

const characters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id of twelve characters: no two things have the same, and none tells anything of another. */
export function newId(): string {
  return Array.from({ length: 12 }, () => characters[randomInt(characters.length)]).join('');
}
