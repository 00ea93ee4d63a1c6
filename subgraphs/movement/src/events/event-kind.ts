import { registerEnumType } from 'type-graphql';

/** The kinds of events. */
export enum EventKind {
  FIGURES = 'FIGURES',
  MONTH_COMPLETE = 'MONTH_COMPLETE',
  FINAL = 'FINAL',
  PUBLICATION = 'PUBLICATION',
  REVISION = 'REVISION',
  WITHDRAWAL = 'WITHDRAWAL',
  DUE = 'DUE',
  LATE = 'LATE',
  ANOMALY = 'ANOMALY',
  SCHEMA = 'SCHEMA',
}

registerEnumType(EventKind, {
  name: 'EventKind',
  description: 'The kind of an event (loại tin).',
  valuesConfig: {
    FIGURES: { description: 'Figures of a goal changed, from a month on (số liệu mới).' },
    MONTH_COMPLETE: {
      description: "A month's figures of a goal are provisional no more: all have reported (số liệu tháng đã đủ).",
    },
    FINAL: { description: 'The last figures of a goal were published (số liệu cuối cùng).' },
    PUBLICATION: { description: 'A period was published (công bố).' },
    REVISION: { description: 'A period was published again, corrected (đính chính).' },
    WITHDRAWAL: { description: 'A publication was withdrawn (thu hồi).' },
    DUE: {
      description:
        'The due day of a report is five days ahead or less, and it is not there; of a publication where no organisation is named (sắp đến hạn).',
    },
    LATE: {
      description: 'The due day of a report, or of a publication where no organisation is named, has passed (quá hạn).',
    },
    ANOMALY: { description: 'A figure is worth a look (số liệu cần xem lại).' },
    SCHEMA: { description: 'What callers see of the schema changed (thay đổi lược đồ).' },
  },
});

/** The kinds as webhooks name them. */
export const typeOfKind: Readonly<Record<EventKind, string>> = {
  FIGURES: 'figures.changed',
  MONTH_COMPLETE: 'figures.complete',
  FINAL: 'figures.final',
  PUBLICATION: 'publication.published',
  REVISION: 'publication.revised',
  WITHDRAWAL: 'publication.withdrawn',
  DUE: 'report.due',
  LATE: 'report.late',
  ANOMALY: 'figures.anomaly',
  SCHEMA: 'schema.changed',
};
