/** Base samples whose first and last evaluations make the pilot. */
export const PILOT_BASE_SAMPLES = 8;

/** Parts that the pilot is added up from, so that threads share the work and the bits do not depend on their number. */
export const PILOT_PARTS = 4;
