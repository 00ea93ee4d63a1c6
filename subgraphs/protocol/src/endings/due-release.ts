import { z } from 'zod';

const dueRelease = z.object({
  organisation: z.string(),
  goal: z.string(),
  /** The earliest month that it has not reported, `YYYY-MM`. */
  month: z.string(),
  /** The day on which the report is due; null where none is set. */
  dueOn: z.string().nullable(),
  /** The last day through which its newest release is complete; null where none is proved. */
  through: z.string().nullable(),
});

/** A month of a goal that an organisation has not reported. */
export type DueRelease = Readonly<z.infer<typeof dueRelease>>;

/** The path of movement's list of unreported months. */
export const dueReleasesPath = '/operator/register/due-releases';

const answered = z.object({ dueReleases: z.array(dueRelease) });

/** Reads movement's list of unreported months. @throws Error where it has another form. */
export function readDueReleases(answer: unknown): readonly DueRelease[] {
  return answered.parse(answer).dueReleases;
}
