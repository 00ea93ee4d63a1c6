import type { ArchiveSet } from '@hub/kit';

/** What the register may put into an archive beside what every subgraph may. */
export const registerArchiveSets: readonly ArchiveSet[] = [
  { name: 'pages', description: 'signed pages of releases that were superseded and that no publication rests on' },
  { name: 'estimates', description: 'estimates that were set aside, and nothing was published of' },
];
