import type { ArchiveSet } from '@hub/kit';

/** The sets that the register can archive, in addition to every subgraph's. */
export const registerArchiveSets: readonly ArchiveSet[] = [
  { name: 'pages', description: 'signed pages of releases that were superseded and that no publication rests on' },
  { name: 'estimates', description: 'estimates that were set aside, and were never published' },
];
