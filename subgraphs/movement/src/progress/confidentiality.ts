import { registerEnumType } from 'type-graphql';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { ObservationStatus } from './flags.js';

/** Whether a number is withheld from the caller, and why: codes of SDMX's list CL_CONF_STATUS. */
export enum ConfidentialityStatus {
  A = 'A',
  F = 'F',
  N = 'N',
}

registerEnumType(ConfidentialityStatus, {
  name: 'ConfidentialityStatus',
  description:
    "Whether a number is withheld from the caller, and why (mức độ bảo mật): a code of SDMX's list CL_CONF_STATUS.",
  valuesConfig: {
    A: {
      description:
        'Confidential: a sketch with so few people in it would tell nearly exactly how many (ước lượng gần như đếm đúng).',
    },
    F: { description: 'Free: no part of it is withheld (được công bố).' },
    N: { description: 'Not for publication: agreements withhold it from the caller (không công bố).' },
  },
});

/** The confidentiality of a figure with some flags. */
export function confidentialityOf(flags: readonly ObservationStatus[]): ConfidentialityStatus {
  return flags.includes(ObservationStatus.Q) ? ConfidentialityStatus.N : ConfidentialityStatus.F;
}

/** The confidentiality of a group's number, by the reason for its absence. */
export function groupConfidentiality(noEstimate: NoEstimate | null): ConfidentialityStatus {
  if (noEstimate === NoEstimate.TOO_FEW) return ConfidentialityStatus.A;
  return noEstimate === NoEstimate.OTHER_ORGANISATIONS ? ConfidentialityStatus.N : ConfidentialityStatus.F;
}
