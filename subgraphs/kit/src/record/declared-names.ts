import { z } from 'zod';

/** The name of a column in a file and a table: `founded_on`. */
export const columnName = z.string().regex(/^[a-z][a-z\d]*(_[a-z\d]+)*$/, 'expected a name such as founded_on');

/** The name of a field of GraphQL: `foundedOn`. */
export const fieldName = z.string().regex(/^[a-z][A-Za-z\d]*$/, 'expected a name such as foundedOn');

/** The name of a type of GraphQL: `FarmerClub`. */
export const typeName = z.string().regex(/^[A-Z][A-Za-z\d]*$/, 'expected a name such as FarmerClub');

/** A value of an enum, a measure or a goal: `BRANCH_CHAIR`. */
export const word = z.string().regex(/^[A-Z][A-Z\d]*(_[A-Z\d]+)*$/, 'expected capitals such as BRANCH_CHAIR');

/** A text that is not empty. */
export const text = z.string().trim().min(1, 'expected some text');
