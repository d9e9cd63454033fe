// Where changes of an account are told.

/** Stands in the place of a log group. */
export const CLOUDTRAIL = 'CloudTrail';
