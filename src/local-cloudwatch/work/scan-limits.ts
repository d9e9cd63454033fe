// What a thread that indexes and scans may take.

/** A scan keeps at most the rows of one answer; little room for what lives shortly keeps its memory small. */
export const SCAN_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };
