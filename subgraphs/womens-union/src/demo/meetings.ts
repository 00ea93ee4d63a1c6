import { activityDay, asDemo, createRandom, type DemoOptions, writeDemoFile } from '@hub/demo';
import { Meeting } from '../records/meeting.js';

const meetingShare = 0.06;

/** Writes a few meetings of officials at commune level; the published one is in `data/`. */
export function writeMeetings({ province, folder }: DemoOptions): Promise<void> {
  const random = createRandom('womens-union/meetings');
  const rows = [...province.communes]
    .filter(() => random.chance(meetingShare))
    .map(([code, { vi, en }]) => {
      const title = asDemo({
        vi: `Hội nghị chuyên đề Bình dân học vụ số, ${vi}`,
        en: `Thematic meeting on Digital Literacy for All, ${en}`,
      });
      const source = 'Dữ liệu minh họa (demonstration data)';
      return [`WU-M-${code}`, title.vi, title.en, activityDay(random), 'COMMUNE', code, random.integer(15, 45), source];
    });
  return writeDemoFile(folder, Meeting, rows);
}
