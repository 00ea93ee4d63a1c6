/** Code of the organisation: confirmations on the VNeID platform, reported by the provincial police. */
export const organisation = 'identity';
