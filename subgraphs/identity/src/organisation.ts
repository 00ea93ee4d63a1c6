/** The code of the organisation: the confirmations on the VNeID platform, which the provincial police report. */
export const organisation = 'identity';
