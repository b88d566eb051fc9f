/**
 * Holds work back, so that something can be made to happen in the middle of it. For tests: without one nothing waits.
 *
 * Asked before a stretch of evaluations is given to a thread, in the order of the design. While the promise it returns is
 * pending, no evaluation from there on begins; what comes before is evaluated and merged. A stop ends the wait at once.
 *
 * @param evaluationsBefore evaluations of the whole design that come before the stretch
 * @returns undefined to let it pass
 */
export type Gate = (evaluationsBefore: number) => Promise<void> | undefined;
