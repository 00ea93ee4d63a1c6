/** The code of errors about what a caller may not see, as Apollo Router has it. */
export const unauthorizedCode = 'UNAUTHORIZED_FIELD_OR_TYPE';
