/** The movement's first day in the demonstration. */
export const demoFirstDay = '2025-05-01';

/** The last day that the demonstration's files tell of. */
export const demoLastDay = '2026-10-31';
