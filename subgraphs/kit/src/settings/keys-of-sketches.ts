import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.js';
import type { SketchKeys } from '../sketches/make-sketches.js';
import { readSketchKeys } from '../sketches/sketch-config.js';

/** Gives the keys for a release's sketches. A faulty key prevents the changed sketches, not the release. */
export function keysOfSketches({ sketchFiles }: Config, log: FastifyBaseLogger): () => SketchKeys | undefined {
  return () => {
    try {
      return sketchFiles && readSketchKeys(sketchFiles);
    } catch (error) {
      log.warn({ err: error }, 'no sketches of people are made: a key cannot be used');
      return undefined;
    }
  };
}
