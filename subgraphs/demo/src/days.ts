/** The movement's first day in the demonstration. */
export const demoFirstDay = '2025-05-01';

/** Last day with data in the demonstration's files. */
export const demoLastDay = '2026-10-31';
