import { randomInt } from 'node:crypto';

const characters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A random, unique id of twelve characters, unrelated to other ids. */
export function newId(): string {
  return Array.from({ length: 12 }, () => characters[randomInt(characters.length)]).join('');
}
