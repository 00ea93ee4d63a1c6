import type { Gather, Gathered, Waiting } from './gathering.js';
import type { RepresentationList } from './representations.js';

/** Part of an entity fetch that is sent as one request. */
export interface Chunk {
  /** The waiting objects by variable; indices count from the chunk's first representation. */
  readonly gathered: readonly Gathered[];
  /** By variable, its representations as JSON separated by commas. */
  readonly items: readonly Buffer[];
}

/** Limits of a chunk: the number of representations, and their size in bytes. */
export interface ChunkLimits {
  readonly entities: number;
  readonly bytes: number;
}

const noBytes = Buffer.alloc(0);

/**
 * Splits the representations of a fetch's variables into chunks of consecutive ones. Each chunk has at least one, and
 * more only within the limits. No byte is copied.
 */
export function chunksOf(all: readonly ReturnType<Gather>[], limits: ChunkLimits): Chunk[] {
  const lists = all.map(({ list }) => list);
  const ends = chunkEnds(lists, limits);
  const begins = [lists.map(() => 0), ...ends];
  const gathered = all.map((one, variable) =>
    split(
      one.gathered,
      ends.map((end) => end[variable] as number),
    ),
  );
  return ends.map((end, chunk) => ({
    gathered: gathered.map((chunks) => chunks[chunk] as Gathered),
    items: lists.map((list, variable) => slice(list, begins[chunk]?.[variable] as number, end[variable] as number)),
  }));
}

/** For each chunk, how many representations of each variable it and the chunks before it have. */
function chunkEnds(lists: readonly RepresentationList[], limits: ChunkLimits): number[][] {
  const ends: number[][] = [];
  const end = lists.map(() => 0);
  let entities = 0;
  let bytes = 0;
  for (const [variable, { json, starts }] of lists.entries()) {
    for (let index = 0; index < starts.length; index++) {
      const size = (starts[index + 1] ?? json.length + 1) - (starts[index] as number);
      if (entities === limits.entities || (entities > 0 && bytes + size > limits.bytes)) {
        ends.push([...end]);
        entities = 0;
        bytes = 0;
      }
      end[variable] = index + 1;
      entities += 1;
      bytes += size;
    }
  }
  ends.push(end);
  return ends;
}

function slice({ json, starts }: RepresentationList, from: number, to: number): Buffer {
  if (from === to) return noBytes;
  const next = starts[to];
  return json.subarray(starts[from], next === undefined ? json.length : next - 1);
}

/** Gives each chunk of one variable the objects that wait for its representations. */
function split({ size, waiting }: Gathered, ends: readonly number[]): Gathered[] {
  const begins = [0, ...ends];
  const chunkOf = new Uint32Array(size);
  for (const [chunk, end] of ends.entries()) chunkOf.fill(chunk, begins[chunk], end);
  const splitWaiting = ({ objects, indices }: Waiting) => {
    const chunks = ends.map(() => ({ objects: [] as Waiting['objects'][number][], indices: [] as number[] }));
    for (let position = 0; position < objects.length; position++) {
      const index = indices[position] as number;
      const chunk = chunkOf[index] as number;
      const own = chunks[chunk] as (typeof chunks)[number];
      own.objects.push(objects[position] as Waiting['objects'][number]);
      own.indices.push(index - (begins[chunk] as number));
    }
    return chunks;
  };
  const byField = waiting.map((paths) => paths.map(splitWaiting));
  return ends.map((end, chunk) => ({
    size: end - (begins[chunk] as number),
    leftOut: 0,
    waiting: byField.map((paths) => paths.map((chunks) => chunks[chunk] as Waiting)),
  }));
}
