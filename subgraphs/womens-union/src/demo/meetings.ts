import { join } from 'node:path';
import { asDemo, communeNames, createRandom, type DemoOptions, writeCsv } from '@hub/kit';
import { MeetingLevel } from '../meeting/meeting.type.js';
import { activityDay } from './days.js';

const meetingShare = 0.06;

/** Writes a few meetings of officials at commune level; the published one is in `data/`. */
export function writeMeetings({ folder }: DemoOptions): Promise<void> {
  const random = createRandom('womens-union/meetings');
  const rows = [...communeNames]
    .filter(() => random.chance(meetingShare))
    .map(([code, { vi, en }]) => {
      const title = asDemo({
        vi: `Hội nghị chuyên đề Bình dân học vụ số, ${vi}`,
        en: `Thematic meeting on Digital Literacy for All, ${en}`,
      });
      const source = 'Dữ liệu minh họa (demonstration data)';
      return [
        `WU-M-${code}`,
        title.vi,
        title.en,
        activityDay(random),
        MeetingLevel.COMMUNE,
        code,
        random.integer(15, 45),
        source,
      ];
    });
  return writeCsv(
    join(folder, 'meetings.csv'),
    ['code', 'title_vi', 'title_en', 'held_on', 'level', 'commune_code', 'attendances', 'source'],
    rows,
  );
}
